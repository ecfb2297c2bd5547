namespace SteerScope.Silo.Agents;

/// <summary>
/// Waits for attempts as long as they take. But an order or an answer that got lost would be waited for as long as the member lives,
/// and its lease be kept from others.
/// </summary>
internal static class AttemptWatch
{
    /// <summary>
    /// How often the device is asked. An order is a call within this process, but the first one of a session asks the directory of grains,
    /// whose part may lie with a member that has just ended: that takes seconds. Longer than it takes to give up such a member.
    /// </summary>
    internal static readonly TimeSpan Glance = TimeSpan.FromSeconds(20);

    /// <summary>The answer.</summary>
    /// <param name="run">The call.</param>
    /// <param name="isUnderWay">Whether the device has the order and is not done with it.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="TimeoutException">The device has not had it for a whole glance.</exception>
    public static async Task<T> AnswerAsync<T>(Task<T> run, Func<bool> isUnderWay, TimeProvider time)
    {
        for (var missed = false; ;)
        {
            try
            {
                return await run.WaitAsync(Glance, time);
            }
            catch (TimeoutException) when (!run.IsCompleted)
            {
                // What has just ended has its answer on the way.
                var missing = !isUnderWay();
                if (missing && missed)
                {
                    throw new TimeoutException($"the device has not had it for {Glance.TotalSeconds:0} s.");
                }

                missed = missing;
            }
        }
    }
}
