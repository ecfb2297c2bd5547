namespace SteerScope.Compute.Torch.Attention;

/// <summary>Which tensors the keys of a context are rows of.</summary>
[Flags]
internal enum KeySources
{
    /// <summary>No keys.</summary>
    None = 0,

    /// <summary>The cached keys.</summary>
    Cache = 1,

    /// <summary>The batch's keys.</summary>
    Batch = 2,
}
