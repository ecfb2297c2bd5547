using SteerScope.Compute;
using SteerScope.Models;

namespace SteerScope.Steering;

/// <summary>The packed batch of a continuation while it is being put together.</summary>
internal sealed class ContinuationLayout
{
    private readonly TokenBatchBuilder _builder = new();

    /// <summary>Per row: the row of the unsteered residual stream that it starts from.</summary>
    public List<int> SourceRows { get; } = [];

    /// <summary>Per row: the direction added to it, or -1.</summary>
    public List<int> VectorRows { get; } = [];

    /// <summary>Per row: the multiplier.</summary>
    public List<float> Scales { get; } = [];

    /// <summary>Rows whose predictions are read.</summary>
    public List<int> ReadRows { get; } = [];

    /// <summary>Appends a segment that starts from consecutive source rows; returns its first row.</summary>
    public int Append(int source, int length, int direction, float scale, params ReadOnlySpan<KeySpan> context)
    {
        var start = _builder.AddContinuation(length, context);
        for (var i = 0; i < length; i++)
        {
            SourceRows.Add(source + i);
            VectorRows.Add(direction);
            Scales.Add(scale);
        }

        return start;
    }

    /// <summary>The batch.</summary>
    public TokenBatch Build() => _builder.Build();
}
