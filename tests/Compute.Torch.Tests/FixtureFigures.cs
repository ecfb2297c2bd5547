using System.Globalization;
using System.Text;
using SteerScope.Devices;

namespace SteerScope.Compute.Torch.Tests;

/// <summary>How far a device is from Hugging Face's figures: the table of docs/cuda.md.</summary>
internal static class FixtureFigures
{
    /// <summary>A table in Markdown, a line per fixture and precision.</summary>
    public static string Table(TorchDevice device)
    {
        var text = new StringBuilder("| fixture | precision | tensors | largest difference | largest relative error of a tensor | smallest cosine of a tensor |\n|---|---|---|---|---|---|\n");
        foreach (var precision in Enum.GetValues<Precision>())
        {
            using var ops = TorchOps.Open(device, 1, precision);
            foreach (var name in ModelFixture.Names)
            {
                var deviations = ModelFixture.Shared(name).Deviations(ops).Select(entry => entry.Deviation).ToList();
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {SnakeCase.Of(precision)} | {deviations.Count} | {deviations.Max(d => d.Largest):0.0e+0} | {deviations.Max(d => d.Relative):0.0e+0} | {deviations.Min(d => d.Cosine):0.000000} |\n");
            }
        }

        return text.ToString();
    }
}
