namespace SteerScope.Grains.Messages;

/// <summary>A session that was opened.</summary>
/// <param name="Session">Its number; 0 when the sweep has nothing for this device.</param>
/// <param name="PlanDigest">What the device must get when it makes the plan itself; else its files are others.</param>
/// <param name="Beat">The longest that the session may go without an exchange.</param>
[GenerateSerializer]
[Immutable]
[Alias("steerscope.ticket")]
public sealed record SessionTicket([property: Id(0)] long Session, [property: Id(1)] string PlanDigest, [property: Id(2)] TimeSpan Beat);
