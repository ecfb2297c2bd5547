namespace SteerScope.Compute;

/// <summary>
/// The small set of operations that every transformer here is written against, once (DESIGN.md section 3). A tensor is a
/// row-major matrix [rows, columns] of activations on the device. Rows are tokens of a packed batch (<see cref="Segment"/>).
/// Whoever receives a tensor from an operation disposes of it. Shapes are checked by the implementation before anything
/// native runs; a mismatch is an <see cref="ArgumentException"/> naming both shapes.
/// </summary>
/// <remarks>
/// A row of a result depends on that row of the inputs alone (attention: and on its keys), never on how many rows were
/// computed together nor on the number of threads: results are bit-identical for any batching on the managed provider.
/// </remarks>
/// <typeparam name="T">The provider's tensor.</typeparam>
public interface ITensorOps<T> : IDisposable
    where T : class, IDisposable
{
    /// <summary>Provider and device as recorded with results: <c>cpu</c>, <c>torch-cpu</c>, <c>torch-cuda:0</c>.</summary>
    string Name { get; }

    /// <summary>Number of rows of <paramref name="x"/>.</summary>
    int Rows(T x);

    /// <summary>Number of columns of <paramref name="x"/>.</summary>
    int Columns(T x);

    /// <summary>Copies a row-major host matrix to the device.</summary>
    T Upload(ReadOnlySpan<float> values, int rows, int columns);

    /// <summary>Copies a tensor to the host, row-major, widened to float32.</summary>
    void Download(T x, Span<float> destination);

    /// <summary>Brings a linear map to the device; stored values are read once.</summary>
    LinearWeight LoadLinear(LinearSource source);

    /// <summary>y = x W^T + b: [N, inputs] -> [N, outputs].</summary>
    T Linear(T x, LinearWeight weight);

    /// <summary>
    /// <see cref="Linear"/> for a few rows and a map that is needed once: the stored values are read where they lie and nothing is
    /// kept, with the bits of <see cref="LoadLinear"/> and <see cref="Linear"/>. Null where that is no faster than those two.
    /// </summary>
    T? LinearInPlace(T x, LinearSource source) => null;

    /// <summary>Whether <see cref="LinearInPlace"/> ever gives a result.</summary>
    bool ReadsInPlace => false;

    /// <summary>Only some outputs of <see cref="Linear"/>: [N, inputs] -> [N, outputs.Count].</summary>
    T LinearOutputs(T x, LinearWeight weight, IReadOnlyList<int> outputs);

    /// <summary>Rows of a [vocabulary, d] map, times <paramref name="scale"/>: [N, d]. Works on any weight from <see cref="LoadLinear"/>, so that tied heads are stored once.</summary>
    T Embed(LinearWeight table, IReadOnlyList<int> ids, float scale = 1f);

    /// <summary>
    /// Root-mean-square norm of each group of <paramref name="gain"/>'s width: x / sqrt(mean(x^2) + eps) * (gain + offset), in float32.
    /// Columns of x may be a multiple of the gain's (one norm per head).
    /// </summary>
    T RmsNorm(T x, T gain, float epsilon, float offset = 0f);

    /// <summary>Layer norm over the columns: (x - mean) / sqrt(var + eps) * gain + bias, biased variance. <paramref name="bias"/> may be null.</summary>
    T LayerNorm(T x, T gain, T? bias, float epsilon);

    /// <summary>Turns the heads of <paramref name="x"/> [N, heads * headDim] in place, row n by <paramref name="positions"/>[n].</summary>
    void Rotate(T x, RotaryTable table, IReadOnlyList<int> positions, int heads, int headDim);

    /// <summary>
    /// Causal attention over packed segments: q [N, Heads * HeadDim], k and v [N, KeyValueHeads * HeadDim], already rotated,
    /// and the cached keys and values [C, KeyValueHeads * HeadDim] that segments' contexts may name. Returns [N, Heads * HeadDim].
    /// </summary>
    T Attention(T q, T k, T v, T? cachedKeys, T? cachedValues, IReadOnlyList<Segment> segments, AttentionShape shape);

    /// <summary>x += y, same shape, in place.</summary>
    void Add(T x, T y);

    /// <summary>x = activation(x), in place.</summary>
    void Activate(T x, Activation activation);

    /// <summary>gate = activation(gate) * up, in place.</summary>
    void GatedActivate(T gate, T up, Activation activation);

    /// <summary>x = cap * tanh(x / cap), in place.</summary>
    void SoftCap(T x, float cap);

    /// <summary>Rows of x in the order asked, repeats allowed: [rows.Count, columns].</summary>
    T GatherRows(T x, IReadOnlyList<int> rows);

    /// <summary>
    /// x[i] += scale[i] * vectors[vectorRow[i]] for every row i, in place; a vectorRow of -1 leaves the row as it is, bit for bit.
    /// </summary>
    void AddScaledRows(T x, T vectors, IReadOnlyList<int> vectorRow, IReadOnlyList<float> scale);

    /// <summary>Euclidean norm of every row, accumulated in double.</summary>
    double[] RowNorms(T x);

    /// <summary>log(sum(exp(x))) of every row, accumulated in double.</summary>
    double[] LogSumExp(T x);

    /// <summary>Sum over the chosen rows of every column, accumulated in double in the order of <paramref name="rows"/>.</summary>
    double[] ColumnSums(T x, IReadOnlyList<int> rows);
}
