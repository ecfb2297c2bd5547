namespace SteerScope.Steering;

/// <summary>The steered copies that a request asks for, layer by layer; the same for every pair.</summary>
internal sealed class SteeringVariants
{
    private readonly SteeringRequest _request;
    private readonly int _layers;
    private readonly SteeringVariant[][] _tail;
    private readonly SteeringVariant[][] _whole;

    /// <summary>Lists them for a model with so many layers.</summary>
    public SteeringVariants(SteeringRequest request, int layers)
    {
        _request = request;
        _layers = layers;
        WholeAnswers = request.Metrics.Any(m => m != PropensityMetric.LetterLogitDiff);
        _tail = [.. Enumerable.Range(0, layers).Select(layer => List(layer, whole: false))];
        _whole = [.. Enumerable.Range(0, layers).Select(layer => List(layer, whole: true))];
        FirstTailLayer = Array.FindIndex(_tail, variants => variants.Length > 0) is >= 0 and var first ? first : layers;
    }

    /// <summary>Whether any metric looks beyond the letter, so that rows of the answers are needed.</summary>
    public bool WholeAnswers { get; }

    /// <summary>The first layer with <see cref="Tail"/> variants; the number of layers where there are none.</summary>
    public int FirstTailLayer { get; }

    /// <summary>Variants that leave every position before the predicting one as it is.</summary>
    public IReadOnlyList<SteeringVariant> Tail(int layer) => _tail[layer];

    /// <summary>Variants that change every position.</summary>
    public IReadOnlyList<SteeringVariant> Whole(int layer) => _whole[layer];

    private SteeringVariant[] List(int layer, bool whole) =>
        [.. from mode in _request.Positions.Index().GroupBy(p => ModeAt(layer, p.Item), p => p.Index)
            where (mode.Key == AddingPositions.All) == whole
            from direction in _request.Directions.Index()
            where direction.Item.Layer == layer
            from multiplier in _request.Multipliers.Index()
            where multiplier.Item != 0
            select new SteeringVariant(direction.Index, multiplier.Index, (float)multiplier.Item, mode.Key, [.. mode])];

    // Positions that give the same numbers are computed once: nothing attends to a row after the last block, and without
    // rows of the answers nothing lies after the predicting position.
    private AddingPositions ModeAt(int layer, AddingPositions positions) => positions switch
    {
        AddingPositions.All when layer == _layers - 1 => AddingPositions.Answer,
        AddingPositions.Last when !WholeAnswers => AddingPositions.Answer,
        _ => positions,
    };
}
