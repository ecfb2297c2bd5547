using TorchSharp;

namespace SteerScope.Compute.Torch.Attention;

/// <summary>How much of a padded attention is computed at a time.</summary>
/// <param name="Elements">Float32 values that a block may take (scores, queries, keys, values); about three times as many live at its peak.</param>
/// <param name="Negligible">Values of a block up to which padding costs less than another block would.</param>
internal readonly record struct AttentionLimits(long Elements, long Negligible)
{
    /// <summary>For a device: on a processor a block should stay near the caches, on a GPU it should fill the machine.</summary>
    public static AttentionLimits For(torch.Device device) =>
        device.type == DeviceType.CUDA ? new AttentionLimits(1L << 28, 1L << 22) : new AttentionLimits(1L << 23, 1L << 16);
}
