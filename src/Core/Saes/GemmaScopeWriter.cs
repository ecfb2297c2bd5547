using SteerScope.Files;

namespace SteerScope.Saes;

/// <summary>Writes a JumpReLU SAE as <see cref="GemmaScopeReader"/> reads it.</summary>
public static class GemmaScopeWriter
{
    /// <summary>Writes params.npz into a folder that is there.</summary>
    /// <exception cref="ArgumentException">The SAE is no JumpReLU one, for which the form has no place.</exception>
    public static void Write(string folder, SaeTensors sae)
    {
        ArgumentNullException.ThrowIfNull(sae);
        if (sae.Architecture != SaeArchitecture.JumpRelu)
        {
            throw new ArgumentException($"Gemma Scope's form holds JumpReLU SAEs, and this one is {SnakeCase.Of(sae.Architecture)}.", nameof(sae));
        }

        new NpzWriter()
            .Add("W_enc", sae.WEnc, sae.Width, sae.Features)
            .Add("b_enc", sae.BEnc, sae.Features)
            .Add("W_dec", sae.WDec, sae.Features, sae.Width)
            .Add("b_dec", sae.BDec, sae.Width)
            .Add("threshold", sae.Threshold, sae.Features)
            .Write(Path.Combine(folder, GemmaScopeReader.FileName));
    }
}
