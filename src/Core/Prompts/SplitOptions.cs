namespace SteerScope.Prompts;

/// <summary>Which pairs train a vector and which test it.</summary>
public sealed record SplitOptions
{
    /// <summary>Training pairs when neither a count nor a range is given.</summary>
    public const int DefaultTrain = 100;

    /// <summary>Test pairs when neither a count nor a range is given.</summary>
    public const int DefaultTest = 40;

    /// <summary>Pairs to train on; null is <see cref="DefaultTrain"/>, or with a range all in it.</summary>
    public int? Train { get; init; }

    /// <summary>Pairs to test on; null is <see cref="DefaultTest"/>, or with a range all in it.</summary>
    public int? Test { get; init; }

    /// <summary>The order in which rows are dealt out.</summary>
    public SplitOrder Order { get; init; } = SplitOrder.File;

    /// <summary>The seed of the shuffles.</summary>
    public long Seed { get; init; }

    /// <summary>The part of all rows, in that order, that training pairs come from; given together with <see cref="TestRange"/>.</summary>
    public PercentRange? TrainRange { get; init; }

    /// <summary>The part of all rows, in that order, that test pairs come from.</summary>
    public PercentRange? TestRange { get; init; }

    /// <summary>Whether training pairs are chosen so that every letter matches as often as it does not.</summary>
    public bool BalanceLetters { get; init; }
}
