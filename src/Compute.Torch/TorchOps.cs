using SteerScope.Compute.Torch.Attention;
using SteerScope.Compute.Torch.Kernels;
using SteerScope.Compute.Torch.Rotary;
using SteerScope.Compute.Torch.Runtime;
using SteerScope.Compute.Torch.Transfers;
using SteerScope.Compute.Torch.Weights;
using SteerScope.Devices;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch;

/// <summary>
/// The tensor operations on libtorch, on the processor or a CUDA device. Tensors are contiguous float32 matrices; memory is freed
/// when they are disposed of, and an operation leaves nothing behind but its result.
/// </summary>
/// <remarks>
/// <para>Not thread-safe: one thread at a time, best one thread per device for as long as it computes. Two instances, also on one
/// device, may be used from two threads.</para>
/// <para>Deterministic on one kind of device and version of libtorch, whatever the number of threads (docs/torch.md): torch is told
/// to refuse operations without a deterministic kernel, everything runs on one stream with a fixed cuBLAS workspace, and nothing
/// is scattered. TF32 is off. The bits of a row can depend on which rows are computed with it.</para>
/// </remarks>
public sealed class TorchOps : ITensorOps<Tensor>
{
    private readonly torch.Device device;
    private readonly int threads;
    private readonly WeightLoader loader;
    private readonly Products products;
    private readonly RotaryCaches rotary;
    private readonly AttentionPlans plans;
    private bool disposed;

    private TorchOps(torch.Device device, string name, int threads, Precision precision, AttentionLimits limits)
    {
        this.device = device;
        this.threads = threads;
        Name = name;
        Precision = precision;
        loader = new WeightLoader(device, precision == Precision.Bfloat16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32);
        products = new Products(device, threads);
        rotary = new RotaryCaches(device);
        plans = new AttentionPlans(device, limits);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The type of weights and of matrix products.</summary>
    public Precision Precision { get; }

    /// <summary>Opens a device.</summary>
    /// <param name="device">The processor or a CUDA device.</param>
    /// <param name="threads">Processor threads that torch may use for what is computed here; at least 1.</param>
    /// <param name="precision">The type of weights and of matrix products.</param>
    /// <exception cref="InputException">This build or this machine has no such device.</exception>
    public static TorchOps Open(TorchDevice device, int threads, Precision precision = Precision.Float32) =>
        Open(device, threads, precision, null);

    /// <summary>As the other overload, with limits of the attention's blocks for tests.</summary>
    internal static TorchOps Open(TorchDevice device, int threads, Precision precision, AttentionLimits? limits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (!Enum.IsDefined(precision))
        {
            throw new ArgumentOutOfRangeException(nameof(precision), precision, "Unknown precision.");
        }

        var opened = TorchRuntime.Open(device);
        return new TorchOps(opened, $"torch-{device}", threads, precision, limits ?? AttentionLimits.For(opened));
    }

    /// <inheritdoc/>
    public int Rows(Tensor x) => Extent.Of(x, device).Rows;

    /// <inheritdoc/>
    public int Columns(Tensor x) => Extent.Of(x, device).Columns;

    /// <inheritdoc/>
    public Tensor Upload(ReadOnlySpan<float> values, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (values.Length != (long)rows * columns)
        {
            throw new ArgumentException($"{nameof(Upload)}: [{values.Length}] values given for [{rows}, {columns}].", nameof(values));
        }

        using var scope = Begin();
        return scope.Keep(HostMemory.Upload(values, torch.ScalarType.Float32, device).view(rows, columns));
    }

    /// <inheritdoc/>
    public void Download(Tensor x, Span<float> destination)
    {
        using var scope = Begin();
        var extent = Extent.Of(x, device);
        if (destination.Length != extent.Count)
        {
            throw new ArgumentException($"{nameof(Download)}: {extent} does not fit [{destination.Length}] values.", nameof(destination));
        }

        HostMemory.Download(x, destination);
    }

    /// <inheritdoc/>
    /// <exception cref="InputException">The stored tensors have the wrong rank, type or length, or hold NaN or infinities.</exception>
    public LinearWeight LoadLinear(LinearSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var scope = Begin();
        var (weight, bias) = loader.Load(source);
        return new TorchWeight(scope.Keep(weight), bias is null ? null : scope.Keep(bias));
    }

    /// <inheritdoc/>
    public Tensor Linear(Tensor x, LinearWeight weight)
    {
        using var scope = Begin();
        var map = Fitting(x, weight, nameof(Linear));
        return scope.Keep(products.Linear(x, map.Weight, map.Bias));
    }

    /// <inheritdoc/>
    public Tensor LinearOutputs(Tensor x, LinearWeight weight, IReadOnlyList<int> outputs)
    {
        using var scope = Begin();
        var map = Fitting(x, weight, nameof(LinearOutputs));
        var index = HostMemory.Upload(Check.Indices(outputs, map.Outputs, "output", map.Shape, nameof(LinearOutputs)), device);
        return scope.Keep(products.Outputs(x, map.Weight, map.Bias, index));
    }

    /// <inheritdoc/>
    public Tensor Embed(LinearWeight table, IReadOnlyList<int> ids, float scale = 1f)
    {
        using var scope = Begin();
        var map = Own(table, nameof(Embed));
        var index = HostMemory.Upload(Check.Indices(ids, map.Outputs, "id", map.Shape, nameof(Embed)), device);
        return scope.Keep(Products.Rows(map.Weight, index, scale));
    }

    /// <inheritdoc/>
    public Tensor RmsNorm(Tensor x, Tensor gain, float epsilon, float offset = 0f)
    {
        using var scope = Begin();
        var (rows, gains) = (Extent.Of(x, device), Extent.Of(gain, device));
        if (gains.Rows != 1 || gains.Columns == 0 || rows.Columns % gains.Columns != 0)
        {
            throw new ArgumentException($"{nameof(RmsNorm)}: the gain {gains} must be one row whose width divides that of {rows}.");
        }

        return scope.Keep(Norms.RootMeanSquare(x, gain, epsilon, offset, threads));
    }

    /// <inheritdoc/>
    public Tensor LayerNorm(Tensor x, Tensor gain, Tensor? bias, float epsilon)
    {
        using var scope = Begin();
        var rows = Extent.Of(x, device);
        Check.RowVector(Extent.Of(gain, device), rows.Columns, nameof(gain), rows, nameof(LayerNorm));
        if (bias is not null)
        {
            Check.RowVector(Extent.Of(bias, device), rows.Columns, nameof(bias), rows, nameof(LayerNorm));
        }

        return scope.Keep(Norms.Layer(x, gain, bias, epsilon));
    }

    /// <inheritdoc/>
    public void Rotate(Tensor x, RotaryTable table, IReadOnlyList<int> positions, int heads, int headDim)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(positions);
        using var scope = Begin();
        var rows = Extent.Of(x, device);
        if (heads < 1 || headDim < 1 || rows.Columns != (long)heads * headDim || 2 * table.Frequencies.Count > headDim)
        {
            throw new ArgumentException($"{nameof(Rotate)}: {rows} is not {heads} heads of {headDim} dimensions of which {2 * table.Frequencies.Count} turn.");
        }

        Check.PerRow(positions.Count, nameof(positions), rows, nameof(Rotate));
        if (rows.Rows > 0 && table.Frequencies.Count > 0)
        {
            rotary.For(table).At(scope, positions).Turn(x.view(rows.Rows, heads, headDim));
        }
    }

    /// <inheritdoc/>
    public Tensor Attention(Tensor q, Tensor k, Tensor v, Tensor? cachedKeys, Tensor? cachedValues, IReadOnlyList<Segment> segments, AttentionShape shape)
    {
        using var scope = Begin();
        Extent? cached = cachedKeys is null ? null : Extent.Of(cachedKeys, device);
        AttentionCheck.All(
            Extent.Of(q, device), Extent.Of(k, device), Extent.Of(v, device), cached, cachedValues is null ? null : Extent.Of(cachedValues, device), segments, shape);
        var plan = plans.For(segments, cached?.Rows ?? 0, shape);
        var cache = cachedKeys is null || cachedValues is null ? null : new KeyRows(cachedKeys, cachedValues);
        return scope.Keep(new PaddedAttention(products, new KeyRows(k, v), cache, shape).Run(q, plan));
    }

    /// <inheritdoc/>
    public void Add(Tensor x, Tensor y)
    {
        using var scope = Begin();
        Check.Same(Extent.Of(x, device), Extent.Of(y, device), nameof(Add));
        x.add_(y);
    }

    /// <inheritdoc/>
    public void Activate(Tensor x, Activation activation)
    {
        using var scope = Begin();
        Extent.Of(x, device);
        Activations.Apply(x, activation);
    }

    /// <inheritdoc/>
    public void GatedActivate(Tensor gate, Tensor up, Activation activation)
    {
        using var scope = Begin();
        Check.Same(Extent.Of(gate, device), Extent.Of(up, device), nameof(GatedActivate));
        Activations.Apply(gate, activation);
        gate.mul_(up);
    }

    /// <inheritdoc/>
    public void SoftCap(Tensor x, float cap)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cap);
        using var scope = Begin();
        Extent.Of(x, device);
        x.div_(cap).tanh_().mul_(cap);
    }

    /// <inheritdoc/>
    public Tensor GatherRows(Tensor x, IReadOnlyList<int> rows)
    {
        using var scope = Begin();
        var extent = Extent.Of(x, device);
        var index = Check.Indices(rows, extent.Rows, "row", extent.ToString(), nameof(GatherRows));
        return scope.Keep(x.index_select(0, HostMemory.Upload(index, device)));
    }

    /// <inheritdoc/>
    public void AddScaledRows(Tensor x, Tensor vectors, IReadOnlyList<int> vectorRow, IReadOnlyList<float> scale)
    {
        ArgumentNullException.ThrowIfNull(vectorRow);
        ArgumentNullException.ThrowIfNull(scale);
        using var scope = Begin();
        var (rows, added) = (Extent.Of(x, device), Extent.Of(vectors, device));
        Check.Columns(added, rows.Columns, nameof(vectors), nameof(AddScaledRows));
        Check.PerRow(vectorRow.Count, nameof(vectorRow), rows, nameof(AddScaledRows));
        Check.PerRow(scale.Count, nameof(scale), rows, nameof(AddScaledRows));
        RowUpdates.AddScaled(x, vectors, Check.Indices(vectorRow, added.Rows, "vector", added.ToString(), nameof(AddScaledRows), lowest: -1), scale);
    }

    /// <inheritdoc/>
    public double[] RowNorms(Tensor x)
    {
        using var scope = Begin();
        Extent.Of(x, device);
        return Reductions.RowNorms(x, threads);
    }

    /// <inheritdoc/>
    public double[] LogSumExp(Tensor x)
    {
        using var scope = Begin();
        var extent = Extent.Of(x, device);
        return extent.Columns > 0
            ? Reductions.LogSumExp(x, threads)
            : throw new ArgumentException($"{nameof(LogSumExp)}: the rows of {extent} are empty.", nameof(x));
    }

    /// <inheritdoc/>
    public double[] ColumnSums(Tensor x, IReadOnlyList<int> rows)
    {
        using var scope = Begin();
        var extent = Extent.Of(x, device);
        return Reductions.ColumnSums(x, Check.Indices(rows, extent.Rows, "row", extent.ToString(), nameof(ColumnSums)), threads);
    }

    /// <summary>Frees what is kept between operations; tensors and weights live on.</summary>
    public void Dispose()
    {
        disposed = true;
        loader.Dispose();
        rotary.Dispose();
        plans.Dispose();
    }

    private static TorchWeight Own(LinearWeight weight, string operation)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return weight as TorchWeight
            ?? throw new ArgumentException($"{operation}: the map [{weight.Outputs}, {weight.Inputs}] was loaded by another provider.", nameof(weight));
    }

    private OpScope Begin()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return new OpScope(threads);
    }

    private TorchWeight Fitting(Tensor x, LinearWeight weight, string operation)
    {
        var (rows, map) = (Extent.Of(x, device), Own(weight, operation));
        return rows.Columns == map.Inputs
            ? map
            : throw new ArgumentException($"{operation}: {rows} does not fit a map of {map.Inputs} inputs, {map.Shape}.", nameof(x));
    }
}
