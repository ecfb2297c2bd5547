namespace SteerScope.Measuring;

/// <summary>
/// Takes turns between ways of doing the same work, so that what disturbs the machine disturbs them alike. A round is a turn of
/// each, every other round in the opposite order; figures are medians over rounds of quotients within one round. A contender that
/// is far slower than the fastest takes part in the first rounds only.
/// </summary>
public sealed class Interleaved
{
    /// <summary>How often a very slow contender has its turn.</summary>
    private const int RoundsOfSlow = 3;

    /// <summary>A turn so many times as long as intended makes a contender slow.</summary>
    private const double Slow = 8;

    private readonly double[][] seconds; // [contender][round]; NaN where it sat out

    private Interleaved(double[][] seconds) => this.seconds = seconds;

    /// <summary>Measures.</summary>
    /// <param name="contenders">Two or more; each is run before to warm up and to find how often it fits into a turn.</param>
    /// <param name="rounds">Turns of each, at least 1.</param>
    /// <param name="secondsPerTurn">How long a turn takes at least, by repeating short work.</param>
    /// <param name="clock">Which time is compared.</param>
    public static Interleaved Measure(IReadOnlyList<IContender> contenders, int rounds, double secondsPerTurn, Clock clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        var turns = contenders.Select(contender => Turn.Of(contender, secondsPerTurn)).ToArray();
        var seconds = contenders.Select(_ => new double[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                var index = round % 2 == 0 ? turn : contenders.Count - 1 - turn;
                if (round >= RoundsOfSlow && turns[index].Seconds > Slow * secondsPerTurn)
                {
                    seconds[index][round] = double.NaN;
                    continue;
                }

                var timing = contenders[index].Run(turns[index].Repeats);
                seconds[index][round] = clock == Clock.Wall ? timing.Wall : timing.Cpu;
            }
        }

        return new Interleaved(seconds);
    }

    /// <summary>Median seconds of one call of a contender.</summary>
    public double Seconds(int contender) => Quantiles.Of([.. seconds[contender].Where(double.IsFinite)], 0.5);

    /// <summary>How many times as fast <paramref name="contender"/> is as <paramref name="other"/>: above 1 it is faster.</summary>
    public Ratio Speed(int contender, int other) => Scaled(contender, other, 1);

    /// <summary>
    /// What a contender achieves as a share of what a yardstick achieves in the same rounds, each with its own amount of work per
    /// call (operations, bytes).
    /// </summary>
    public Ratio Share(int contender, double work, int yardstick, double yardstickWork) => Scaled(contender, yardstick, work / yardstickWork);

    /// <summary>Work a second of a contender, by itself: what a busy machine slows.</summary>
    /// <param name="contender">Which.</param>
    /// <param name="work">Amount of work of one call (operations, tokens).</param>
    public Ratio Rate(int contender, double work) => Of(seconds[contender].Where(double.IsFinite).Select(taken => work / taken));

    private Ratio Scaled(int contender, int other, double factor) =>
        Of(seconds[contender].Zip(seconds[other], (ours, theirs) => factor * theirs / ours).Where(double.IsFinite));

    private static Ratio Of(IEnumerable<double> quotients)
    {
        double[] rounds = [.. quotients];
        return new Ratio(Quantiles.Of(rounds, 0.5), Quantiles.Of(rounds, 0.25), Quantiles.Of(rounds, 0.75));
    }

    private readonly record struct Turn(int Repeats, double Seconds)
    {
        public static Turn Of(IContender contender, double secondsPerTurn)
        {
            var first = contender.Run(1).Wall;
            if (first > 20 * secondsPerTurn)
            {
                return new Turn(1, first);
            }

            for (var repeats = 1; ; repeats *= 4)
            {
                var wall = contender.Run(repeats).Wall * repeats;
                if (wall >= secondsPerTurn / 4)
                {
                    var needed = Math.Max(1, (int)Math.Ceiling(repeats * secondsPerTurn / wall));
                    return new Turn(needed, wall * needed / repeats);
                }
            }
        }
    }
}
