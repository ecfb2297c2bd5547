using System.Security.Cryptography;
using System.Text;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Sweeps.Results;

/// <summary>Short descriptions of conventions, said alike in file metadata, manifest and page.</summary>
internal static class ManifestText
{
    public static string Bos(SweepSpec spec)
    {
        var prompts = $"prompts: {SnakeCase.Of(spec.Prompts.Bos)}";
        if (spec.Corpus is not { } corpus)
        {
            return prompts;
        }

        var skipped = corpus.SkipPositions is { } positions ? $"first {positions} positions" : "BOS";
        return $"{prompts}; corpus: {SnakeCase.Of(corpus.Bos)} per chunk, {skipped} left out of norms";
    }

    public static string TemplateDigest(SweepSpec spec) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(spec.Prompts.ResolveTemplate().Text)));
}
