using SteerScope.Compute.Cpu;
using SteerScope.Saes;

namespace SteerScope.Fuzz.Targets;

/// <summary>Opens an SAE as a sweep does, encodes a vector with it and decodes that.</summary>
internal static class SaeReading
{
    public static void Read(string path)
    {
        using var file = SaeFile.Open(path);
        using var sae = new Sae<CpuTensor>(file, new CpuOps());
        var encoding = sae.Encode([.. Enumerable.Range(0, file.Spec.InputWidth).Select(i => Math.Sin(i))]);
        var decoded = sae.Decode(encoding);
        if (encoding.Activations.Length != file.Spec.Features || decoded.Length != file.Spec.InputWidth || file.DecoderNorms.Count != file.Spec.Features)
        {
            throw new ImplausibleException($"An SAE of {file.Spec.InputWidth} inputs and {file.Spec.Features} features makes {encoding.Activations.Length} activations and {decoded.Length} outputs.");
        }
    }
}
