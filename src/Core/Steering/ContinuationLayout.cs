using SteerScope.Compute;
using SteerScope.Models;

namespace SteerScope.Steering;

/// <summary>The packed batch of a continuation while it is being put together.</summary>
internal sealed class ContinuationLayout
{
    private readonly TokenBatchBuilder _builder = new();
    private readonly List<int> _sourceRows = [];
    private readonly List<int> _vectorRows = [];
    private readonly List<float> _scales = [];
    private readonly List<int> _readRows = [];

    /// <summary>Per row: the row of the unsteered residual stream that it starts from.</summary>
    public IReadOnlyList<int> SourceRows => _sourceRows;

    /// <summary>Per row: the direction added to it, or -1.</summary>
    public IReadOnlyList<int> VectorRows => _vectorRows;

    /// <summary>Per row: the multiplier.</summary>
    public IReadOnlyList<float> Scales => _scales;

    /// <summary>Rows whose predictions are read, in the order of <see cref="PairRows.ReadRows"/>.</summary>
    public IReadOnlyList<int> ReadRows => _readRows;

    /// <summary>Appends a segment that starts from consecutive source rows; returns its first row.</summary>
    /// <param name="source">The first source row.</param>
    /// <param name="length">Rows.</param>
    /// <param name="variant">What is added to every row; null for nothing.</param>
    /// <param name="context">What it attends to besides itself.</param>
    public int Append(int source, int length, SteeringVariant? variant, params ReadOnlySpan<KeySpan> context)
    {
        var start = _builder.AddContinuation(length, context);
        _sourceRows.AddRange(Enumerable.Range(source, length));
        _vectorRows.AddRange(Enumerable.Repeat(variant?.Direction ?? -1, length));
        _scales.AddRange(Enumerable.Repeat(variant?.Scale ?? 0, length));
        return start;
    }

    /// <summary>As <see cref="Append"/>, for a segment all of whose predictions are read; nothing for one without rows.</summary>
    public void AppendRead(int source, int length, SteeringVariant? variant, params ReadOnlySpan<KeySpan> context)
    {
        if (length > 0)
        {
            Read(Append(source, length, variant, context), length);
        }
    }

    /// <summary>Marks consecutive rows as read.</summary>
    public void Read(int start, int length) => _readRows.AddRange(Enumerable.Range(start, length));

    /// <summary>The batch.</summary>
    public TokenBatch Build() => _builder.Build();
}
