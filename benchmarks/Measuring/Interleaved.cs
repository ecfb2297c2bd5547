namespace SteerScope.Measuring;

/// <summary>
/// Takes turns between ways of doing the same work, so that what disturbs the machine disturbs them alike. A round is a turn of
/// each, every other round in the opposite order; figures are medians over rounds of quotients within one round.
/// </summary>
public sealed class Interleaved
{
    private readonly double[][] seconds; // [contender][round]

    private Interleaved(double[][] seconds) => this.seconds = seconds;

    /// <summary>Measures.</summary>
    /// <param name="contenders">Two or more; each is run once before to warm up and to find how often it fits into a turn.</param>
    /// <param name="rounds">Turns of each, at least 1.</param>
    /// <param name="secondsPerTurn">How long a turn takes at least, by repeating short work.</param>
    /// <param name="clock">Which time is compared.</param>
    public static Interleaved Measure(IReadOnlyList<IContender> contenders, int rounds, double secondsPerTurn, Clock clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        var repeats = contenders.Select(contender => Repeats(contender, secondsPerTurn)).ToArray();
        var seconds = contenders.Select(_ => new double[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                var index = round % 2 == 0 ? turn : contenders.Count - 1 - turn;
                var timing = contenders[index].Run(repeats[index]);
                seconds[index][round] = clock == Clock.Wall ? timing.Wall : timing.Cpu;
            }
        }

        return new Interleaved(seconds);
    }

    /// <summary>Median seconds of one call of a contender.</summary>
    public double Seconds(int contender) => Quantiles.Of(seconds[contender], 0.5);

    /// <summary>How many times as fast <paramref name="contender"/> is as <paramref name="other"/>: above 1 it is faster.</summary>
    public Ratio Speed(int contender, int other) => Scaled(contender, other, 1);

    /// <summary>
    /// What a contender achieves as a share of what a yardstick achieves in the same rounds, each with its own amount of work per
    /// call (operations, bytes).
    /// </summary>
    public Ratio Share(int contender, double work, int yardstick, double yardstickWork) => Scaled(contender, yardstick, work / yardstickWork);

    private static int Repeats(IContender contender, double secondsPerTurn)
    {
        contender.Run(1);
        var repeats = 1;
        while (true)
        {
            var wall = contender.Run(repeats).Wall * repeats;
            if (wall >= secondsPerTurn / 4)
            {
                return Math.Max(1, (int)Math.Ceiling(repeats * secondsPerTurn / wall));
            }

            repeats *= 4;
        }
    }

    private Ratio Scaled(int contender, int other, double factor)
    {
        var quotients = seconds[contender].Zip(seconds[other], (ours, theirs) => factor * theirs / ours).ToArray();
        return new Ratio(Quantiles.Of(quotients, 0.5), Quantiles.Of(quotients, 0.25), Quantiles.Of(quotients, 0.75));
    }
}
