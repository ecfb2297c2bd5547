namespace SteerScope.Steering;

/// <summary>How the steered copies of a pair are laid out from the steered layer on.</summary>
internal interface IContinuation
{
    /// <summary>Whether segments attend to the unsteered pass's keys and values.</summary>
    bool UsesCache { get; }

    /// <summary>Rows that one copy of a pair takes.</summary>
    int RowCount(int pair);

    /// <summary>Appends one steered copy.</summary>
    void Append(ContinuationLayout layout, int pair, SteeringVariant variant);
}
