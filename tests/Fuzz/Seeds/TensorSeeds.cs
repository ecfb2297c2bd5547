using SteerScope.Files;

namespace SteerScope.Fuzz.Seeds;

/// <summary>Safetensors files.</summary>
internal static class TensorSeeds
{
    /// <summary>A tensor of every type that the writer knows, and metadata.</summary>
    public static byte[] EveryType() => Bytes(new SafetensorsWriter()
        .SetMetadata("format", "pt")
        .SetMetadata("note", "some text")
        .Add("weight", new float[] { 1, 2, 3, 4, 5, 6 }, 2, 3)
        .Add("double", new double[] { 0.5, -1 })
        .Add("ids", new long[] { 7, 8 })
        .Add("counts", new int[] { 1, 2, 3, 4 }, 2, 2)
        .Add("mask", new byte[] { 0, 1, 1 }));

    /// <summary>One tensor, no metadata.</summary>
    public static byte[] Small() => Bytes(new SafetensorsWriter().Add("a", new float[] { 1, 2 }));

    /// <summary>No tensor with any element.</summary>
    public static byte[] Empty() => Bytes(new SafetensorsWriter().Add("none", Array.Empty<float>(), 0, 5).Add("nothing", Array.Empty<float>(), 0));

    /// <summary>What the writer writes.</summary>
    public static byte[] Bytes(SafetensorsWriter writer)
    {
        using var stream = new MemoryStream();
        writer.Write(stream);
        return stream.ToArray();
    }
}
