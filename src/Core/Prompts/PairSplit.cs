namespace SteerScope.Prompts;

/// <summary>
/// The training and the test pairs of a behaviour. All rows of the file are put in order, unusable ones included (published
/// splits shuffle the whole file); then usable pairs are taken in that order, first the training ones, then the test ones.
/// </summary>
public sealed class PairSplit
{
    private PairSplit(TokenizedPairs pairs, IReadOnlyCollection<int> train, IReadOnlyCollection<int> test, IReadOnlyCollection<int> passedOver)
    {
        Train = pairs.Pick(train);
        Test = pairs.Pick(test);
        PassedOver = pairs.Pick(passedOver);
    }

    /// <summary>The training pairs, in the order of the split.</summary>
    public TokenizedPairs Train { get; }

    /// <summary>The test pairs, in the order of the split.</summary>
    public TokenizedPairs Test { get; }

    /// <summary>Usable pairs that were passed over to balance the letters; used neither to train nor to test.</summary>
    public TokenizedPairs PassedOver { get; }

    /// <summary>Lines of the training pairs, from 1, in the order of the split.</summary>
    public IReadOnlyList<int> TrainLines => [.. Train.Select(pair => pair.Line)];

    /// <summary>Lines of the test pairs, from 1, in the order of the split.</summary>
    public IReadOnlyList<int> TestLines => [.. Test.Select(pair => pair.Line)];

    /// <summary>How often each letter is the matching one among the training pairs, in ordinal order.</summary>
    public IReadOnlyList<(string Letter, int Count)> TrainLetters() =>
        [.. Train.GroupBy(pair => pair.MatchingLetter, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, group.Count()))];

    /// <summary>Splits a behaviour.</summary>
    /// <exception cref="InputException">There are fewer usable pairs than asked for.</exception>
    /// <exception cref="ArgumentException">Only one range is given, the ranges overlap, or an odd number is to be balanced.</exception>
    public static PairSplit Create(TokenizedBehaviour behaviour, SplitOptions options)
    {
        ArgumentNullException.ThrowIfNull(behaviour);
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        var byRow = ByRow(behaviour);
        var order = Shuffle.Order(behaviour.RowCount, options.Order, options.Seed);
        return options is { TrainRange: { } trainRange, TestRange: { } testRange }
            ? ByRange(behaviour, options, Usable(Part(order, trainRange), byRow), Usable(Part(order, testRange), byRow))
            : ByCount(behaviour, options, Usable(order, byRow));
    }

    private static PairSplit ByCount(TokenizedBehaviour behaviour, SplitOptions options, List<int> usable)
    {
        var (wantedTrain, wantedTest) = (options.Train ?? SplitOptions.DefaultTrain, options.Test ?? SplitOptions.DefaultTest);
        var (train, passedOver) = Choose(behaviour, usable, wantedTrain, options.BalanceLetters);
        var rest = usable.Skip(train.Count + passedOver.Count).Take(wantedTest).ToArray();
        Enough(behaviour, options, "train", train.Count, wantedTrain, usable.Count);
        Enough(behaviour, options, "test", rest.Length, wantedTest, usable.Count);
        return new PairSplit(behaviour.Pairs, train, rest, passedOver);
    }

    private static PairSplit ByRange(TokenizedBehaviour behaviour, SplitOptions options, List<int> trainPart, List<int> testPart)
    {
        var (train, passedOver) = Choose(behaviour, trainPart, options.Train, options.BalanceLetters);
        var test = testPart.Take(options.Test ?? int.MaxValue).ToArray();
        Enough(behaviour, options, "train", train.Count, options.Train ?? 1, trainPart.Count);
        Enough(behaviour, options, "test", test.Length, options.Test ?? 1, testPart.Count);
        return new PairSplit(behaviour.Pairs, train, test, passedOver);
    }

    /// <summary>The first pairs, or the first that balance the letters; all that can be had when no number is given.</summary>
    private static (IReadOnlyCollection<int> Chosen, IReadOnlyCollection<int> PassedOver) Choose(TokenizedBehaviour behaviour, List<int> usable, int? wanted, bool balance) =>
        balance ? LetterBalancing.Choose(behaviour.Pairs, usable, wanted) : ([.. usable.Take(wanted ?? int.MaxValue)], []);

    private static int[] Part(int[] order, PercentRange range)
    {
        var (start, end) = range.Slice(order.Length);
        return order[start..end];
    }

    /// <summary>Index of the pair of each row; -1 where it cannot be used.</summary>
    private static int[] ByRow(TokenizedBehaviour behaviour)
    {
        var byRow = new int[behaviour.RowCount];
        Array.Fill(byRow, -1);
        for (var i = 0; i < behaviour.Pairs.Count; i++)
        {
            byRow[behaviour.Pairs.RowOf(i)] = i;
        }

        return byRow;
    }

    private static List<int> Usable(int[] rows, int[] byRow) => [.. rows.Select(row => byRow[row]).Where(pair => pair >= 0)];

    private static void Enough(TokenizedBehaviour behaviour, SplitOptions options, string what, int got, int wanted, int usable)
    {
        if (got < wanted)
        {
            var balanced = options.BalanceLetters && what == "train" ? " with balanced letters" : "";
            var where = options.TrainRange is null ? "usable for training and test together" : $"usable in prompts.{what}_range";
            throw new InputException(
                $"{behaviour.Source}: prompts.{what} asks for {wanted} pairs, but only {got}{balanced} can be had (of {behaviour.RowCount} rows {usable} are {where}); it should ask for fewer.");
        }
    }

    private static void Check(SplitOptions options)
    {
        if ((options.TrainRange is null) != (options.TestRange is null))
        {
            throw new ArgumentException("A training and a test range are given together.", nameof(options));
        }

        if (options is { TrainRange: { } train, TestRange: { } test } && train.Overlaps(test))
        {
            throw new ArgumentException($"The ranges {train} and {test} overlap.", nameof(options));
        }

        if (options.BalanceLetters && (options.Train ?? SplitOptions.DefaultTrain) % 2 != 0)
        {
            throw new ArgumentException("Only an even number of training pairs can be balanced.", nameof(options));
        }

        if (options.Train < 1 || options.Test < 0)
        {
            throw new ArgumentException("At least one training pair and no negative number of test pairs.", nameof(options));
        }
    }
}
