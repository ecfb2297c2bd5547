using SteerScope.Compute;
using SteerScope.Compute.Cpu;

namespace SteerScope.Kernels;

/// <summary>The product's kernels.</summary>
internal sealed class ManagedKernels(int threads) : IDisposable
{
    private readonly CpuOps ops = new(threads);
    private readonly List<IDisposable> owned = [];

    /// <summary>One run of a case.</summary>
    public Action Prepare(KernelCase item) => item.Operation switch
    {
        KernelOperation.LinearFloat32 => Linear(item, StoredType.F32),
        KernelOperation.LinearBFloat16 => Linear(item, StoredType.BF16),
        KernelOperation.Attention => Attention(item, 0),
        KernelOperation.CappedAttention => Attention(item, KernelCase.SoftCap),
        KernelOperation.RmsNorm => RmsNorm(item),
        KernelOperation.Rotary => Rotary(item),
        _ => GatedMlp(item),
    };

    public void Dispose()
    {
        owned.ForEach(item => item.Dispose());
        ops.Dispose();
    }

    private Action Linear(KernelCase item, StoredType type)
    {
        var x = Rows(item.Tokens, item.Inputs);
        var weight = Weight(item.Outputs, item.Inputs, type);
        return () => ops.Linear(x, weight).Dispose();
    }

    private Action Attention(KernelCase item, float softCap)
    {
        var heads = item.Outputs;
        var q = Rows(item.Tokens, heads * item.Inputs);
        var k = Rows(item.Tokens, heads / KernelCase.Sharing * item.Inputs);
        var v = Rows(item.Tokens, heads / KernelCase.Sharing * item.Inputs);
        Segment[] segments = [new Segment(0, item.Tokens, 0, [])];
        var shape = new AttentionShape(heads, heads / KernelCase.Sharing, item.Inputs, 1f / 16, item.Window, softCap);
        return () => ops.Attention(q, k, v, null, null, segments, shape).Dispose();
    }

    private Action RmsNorm(KernelCase item)
    {
        var x = Rows(item.Tokens, item.Inputs);
        var gain = Rows(1, item.Inputs);
        return () => ops.RmsNorm(x, gain, 1e-6f, 1f).Dispose();
    }

    private Action Rotary(KernelCase item)
    {
        var x = Rows(item.Tokens, item.Outputs * item.Inputs);
        var table = new RotaryTable([.. Enumerable.Range(0, item.Inputs / 2).Select(pair => Math.Pow(10000, -2.0 * pair / item.Inputs))]);
        var positions = Enumerable.Range(0, item.Tokens).ToArray();
        return () => ops.Rotate(x, table, positions, item.Outputs, item.Inputs);
    }

    private Action GatedMlp(KernelCase item)
    {
        var x = Rows(item.Tokens, item.Inputs);
        var gate = Weight(item.Outputs, item.Inputs, StoredType.F32);
        var up = Weight(item.Outputs, item.Inputs, StoredType.F32);
        var down = Weight(item.Inputs, item.Outputs, StoredType.F32);
        return () =>
        {
            using var gated = ops.Linear(x, gate);
            using var upper = ops.Linear(x, up);
            ops.GatedActivate(gated, upper, Activation.GeluTanh);
            ops.Linear(gated, down).Dispose();
        };
    }

    private CpuTensor Rows(int rows, int columns) => Own(ops.Upload(Values.Random((long)rows * columns), rows, columns));

    private LinearWeight Weight(int outputs, int inputs, StoredType type) => Own(ops.LoadLinear(Values.Map(outputs, inputs, type)));

    private T Own<T>(T item)
        where T : IDisposable
    {
        owned.Add(item);
        return item;
    }
}
