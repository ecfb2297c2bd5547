using System.Diagnostics;
using SteerScope.Compute.Torch.Runtime;
using SteerScope.Measuring;
using TorchSharp;
using static TorchSharp.torch;

namespace SteerScope.Kernels.Torch;

/// <summary>The operations on libtorch, as eager code writes them, in a process of their own: its threads go on spinning after an operation.</summary>
internal static class TorchSharpKernels
{
    private const string Argument = "serve-torchsharp";

    /// <summary>Whether this process was started as the child.</summary>
    public static bool IsChild(string[] args) => args is [Argument, _];

    /// <summary>Starts the child.</summary>
    public static TimedChild Start(int threads)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            info.ArgumentList.Add(typeof(TorchSharpKernels).Assembly.Location);
        }

        info.ArgumentList.Add(Argument);
        info.ArgumentList.Add($"{threads}");
        info.Environment["OMP_NUM_THREADS"] = $"{threads}";
        info.Environment["OMP_WAIT_POLICY"] = "passive";
        return TimedChild.Start(info);
    }

    /// <summary>The child's main.</summary>
    public static void Serve(string[] args)
    {
        // What the product loads it by, but without what the product sets for determinism: libtorch at its fastest.
        TorchLibrary.Require();
        using var off = no_grad();
        TimedChild.Serve($"libtorch {torch.__version__} (TorchSharp), {args[1]} threads", key => Prepare(KernelCase.Parse(key)));
    }

    private static Action Prepare(KernelCase item)
    {
        var run = Build(item);
        return () =>
        {
            using var scope = NewDisposeScope();
            run();
        };
    }

    private static Func<Tensor> Build(KernelCase item) => item.Operation switch
    {
        KernelOperation.LinearFloat32 => Linear(item, ScalarType.Float32),
        KernelOperation.LinearBFloat16 => Linear(item, ScalarType.BFloat16),
        KernelOperation.Attention => Attention(item),
        KernelOperation.CappedAttention => CappedAttention(item),
        KernelOperation.RmsNorm => RmsNorm(item),
        KernelOperation.Rotary => Rotary(item),
        _ => GatedMlp(item),
    };

    private static Func<Tensor> Linear(KernelCase item, ScalarType type)
    {
        var x = randn(item.Tokens, item.Inputs).to(type);
        var w = (randn(item.Outputs, item.Inputs) / Math.Sqrt(item.Inputs)).to(type);
        return () => nn.functional.linear(x, w);
    }

    private static Func<Tensor> Attention(KernelCase item)
    {
        var (q, k, v) = Heads(item);
        return () => nn.functional.scaled_dot_product_attention(
            q().unsqueeze(0), k().repeat_interleave(KernelCase.Sharing, 0).unsqueeze(0), v().repeat_interleave(KernelCase.Sharing, 0).unsqueeze(0), is_casual: true);
    }

    private static Func<Tensor> CappedAttention(KernelCase item)
    {
        var (q, k, v) = Heads(item);
        var at = arange(item.Tokens);
        var hidden = at.unsqueeze(0) > at.unsqueeze(1);
        if (item.Window > 0)
        {
            hidden = hidden | (at.unsqueeze(0) <= at.unsqueeze(1) - item.Window);
        }

        var mask = zeros(item.Tokens, item.Tokens).masked_fill(hidden, float.NegativeInfinity);
        return () =>
        {
            var scores = matmul(q(), k().repeat_interleave(KernelCase.Sharing, 0).transpose(1, 2)) / 16;
            var capped = tanh(scores / KernelCase.SoftCap) * KernelCase.SoftCap;
            var weights = nn.functional.softmax(capped + mask, -1);
            return matmul(weights, v().repeat_interleave(KernelCase.Sharing, 0)).transpose(0, 1).reshape(item.Tokens, item.Outputs * item.Inputs);
        };
    }

    private static (Func<Tensor> Q, Func<Tensor> K, Func<Tensor> V) Heads(KernelCase item)
    {
        var (tokens, dim, heads) = (item.Tokens, item.Inputs, item.Outputs);
        var (q, k, v) = (randn(tokens, heads, dim), randn(tokens, heads / KernelCase.Sharing, dim), randn(tokens, heads / KernelCase.Sharing, dim));
        return (() => q.transpose(0, 1), () => k.transpose(0, 1), () => v.transpose(0, 1));
    }

    private static Func<Tensor> RmsNorm(KernelCase item)
    {
        var x = randn(item.Tokens, item.Inputs);
        var gain = randn(item.Inputs);
        return () => x * rsqrt(x.pow(2).mean([-1], keepdim: true) + 1e-6) * (1 + gain);
    }

    private static Func<Tensor> Rotary(KernelCase item)
    {
        var x = randn(item.Tokens, item.Outputs, item.Inputs);
        var half = item.Inputs / 2;
        var angle = arange(item.Tokens).unsqueeze(1) * pow(10000f, -arange(0, item.Inputs, 2) / (float)item.Inputs);
        var (cosine, sine) = (cat([angle, angle], -1).cos().unsqueeze(1), cat([angle, angle], -1).sin().unsqueeze(1));
        return () => (x * cosine) + (cat([-x.narrow(-1, half, half), x.narrow(-1, 0, half)], -1) * sine);
    }

    private static Func<Tensor> GatedMlp(KernelCase item)
    {
        var x = randn(item.Tokens, item.Inputs);
        var gate = randn(item.Outputs, item.Inputs) / Math.Sqrt(item.Inputs);
        var up = randn(item.Outputs, item.Inputs) / Math.Sqrt(item.Inputs);
        var down = randn(item.Inputs, item.Outputs) / Math.Sqrt(item.Outputs);
        return () =>
        {
            var gated = nn.functional.linear(x, gate);
            var activated = 0.5 * gated * (1 + tanh(0.7978845608 * (gated + (0.044715 * gated * gated * gated))));
            return nn.functional.linear(activated * nn.functional.linear(x, up), down);
        };
    }
}
