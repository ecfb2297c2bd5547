namespace SteerScope.Kernels;

/// <summary>One operation at one shape. Every contender computes it from arrays of its own of the same shape.</summary>
/// <param name="Operation">What is computed.</param>
/// <param name="Tokens">Rows.</param>
/// <param name="Inputs">Width of a row, or of a head.</param>
/// <param name="Outputs">Width of a result, or number of heads.</param>
/// <param name="Window">Sliding window of an attention, 0 for none.</param>
internal sealed record KernelCase(KernelOperation Operation, int Tokens, int Inputs, int Outputs, int Window = 0)
{
    /// <summary>Heads that share one key/value head.</summary>
    public const int Sharing = 2;

    /// <summary>Gemma 2's cap of attention scores.</summary>
    public const float SoftCap = 50f;

    private static readonly int[] Outputs2B = [256, 2304, 9216];
    private static readonly int[] LinearTokens = [1, 8, 64, 256, 512];
    private static readonly int[] AttentionTokens = [150, 512, 1024];

    /// <summary>Name in tables and ratios, and what child processes are asked for.</summary>
    public string Key => Operation switch
    {
        KernelOperation.LinearFloat32 => $"linear/f32/T={Tokens}/{Inputs}x{Outputs}",
        KernelOperation.LinearBFloat16 => $"linear/bf16/T={Tokens}/{Inputs}x{Outputs}",
        KernelOperation.Attention => $"attention/T={Tokens}/window={Window}",
        KernelOperation.CappedAttention => $"capped-attention/T={Tokens}/window={Window}",
        KernelOperation.RmsNorm => $"rms-norm/T={Tokens}/{Inputs}",
        KernelOperation.Rotary => $"rotary/T={Tokens}/{Outputs}x{Inputs}",
        _ => $"gated-mlp/f32/T={Tokens}/{Inputs}x{Outputs}",
    };

    /// <summary>Whether memory and not arithmetic is what holds it up.</summary>
    public bool BoundByMemory => Operation is KernelOperation.RmsNorm or KernelOperation.Rotary || (Tokens == 1 && IsLinear);

    /// <summary>Whether it is a matrix product.</summary>
    public bool IsLinear => Operation is KernelOperation.LinearFloat32 or KernelOperation.LinearBFloat16;

    /// <summary>Floating-point operations that the result needs: of an attention, only those of keys that are seen.</summary>
    public double Flops => Operation switch
    {
        KernelOperation.LinearFloat32 or KernelOperation.LinearBFloat16 => 2.0 * Tokens * Inputs * Outputs,
        KernelOperation.GatedMlp => 6.0 * Tokens * Inputs * Outputs,
        KernelOperation.Attention or KernelOperation.CappedAttention => 4.0 * Inputs * Outputs * SeenKeys,
        _ => 0,
    };

    /// <summary>Bytes that have to be read or written at least once.</summary>
    public double Bytes => Operation switch
    {
        KernelOperation.LinearFloat32 => 4.0 * Inputs * Outputs,
        KernelOperation.LinearBFloat16 => 2.0 * Inputs * Outputs,
        KernelOperation.RmsNorm => 8.0 * Tokens * Inputs,
        KernelOperation.Rotary => 8.0 * Tokens * Inputs * Outputs,
        _ => 0,
    };

    private double SeenKeys => Enumerable.Range(1, Tokens).Sum(seen => Window > 0 ? Math.Min(seen, Window) : (double)seen);

    /// <summary>Everything that is measured.</summary>
    public static IReadOnlyList<KernelCase> All(bool quick) =>
        quick
            ?
            [
                new(KernelOperation.LinearFloat32, 1, 2304, 9216),
                new(KernelOperation.LinearFloat32, 8, 2304, 2304),
                new(KernelOperation.LinearFloat32, 64, 2304, 2304),
                new(KernelOperation.LinearFloat32, 256, 2304, 2304),
                new(KernelOperation.LinearBFloat16, 1, 2304, 9216),
                new(KernelOperation.LinearBFloat16, 64, 2304, 2304),
                new(KernelOperation.CappedAttention, 256, 256, 8),
                new(KernelOperation.RmsNorm, 256, 2304, 0),
                new(KernelOperation.Rotary, 256, 256, 8),
                new(KernelOperation.GatedMlp, 16, 2304, 2304),
            ]
            :
            [
                .. Linears(KernelOperation.LinearFloat32),
                .. Linears(KernelOperation.LinearBFloat16),
                .. Attentions(KernelOperation.Attention, 0),
                .. Attentions(KernelOperation.CappedAttention, 0),
                .. Attentions(KernelOperation.CappedAttention, 256),
                new(KernelOperation.RmsNorm, 1, 2304, 0),
                new(KernelOperation.RmsNorm, 64, 2304, 0),
                new(KernelOperation.RmsNorm, 512, 2304, 0),
                new(KernelOperation.Rotary, 64, 256, 8),
                new(KernelOperation.Rotary, 512, 256, 8),
                new(KernelOperation.GatedMlp, 1, 2304, 9216),
                new(KernelOperation.GatedMlp, 64, 2304, 9216),
                new(KernelOperation.GatedMlp, 256, 2304, 9216),
            ];

    /// <summary>The case of a key.</summary>
    public static KernelCase Parse(string key) => All(quick: false).Concat(All(quick: true)).First(item => item.Key == key);

    private static IEnumerable<KernelCase> Linears(KernelOperation operation) =>
        from outputs in Outputs2B
        from tokens in LinearTokens
        select new KernelCase(operation, tokens, 2304, outputs);

    private static IEnumerable<KernelCase> Attentions(KernelOperation operation, int window) =>
        AttentionTokens.Where(tokens => window == 0 || tokens > window).Select(tokens => new KernelCase(operation, tokens, 256, 8, window));
}
