namespace SteerScope.Persona.Models;

/// <summary>Sizes of a Llama.</summary>
internal sealed record ModelSize
{
    /// <summary>Added to the mean square in every norm.</summary>
    public const double Epsilon = 1e-5;

    /// <summary>Base of the rotary frequencies.</summary>
    public const double RotaryBase = 10000;

    /// <summary>Longest text in tokens.</summary>
    public const int MaxPositions = 512;

    /// <summary>Blocks.</summary>
    public int Layers { get; init; } = 6;

    /// <summary>d_model.</summary>
    public int Width { get; init; } = 128;

    /// <summary>Attention heads; their width must be even.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Width of the MLP.</summary>
    public int Hidden { get; init; } = 384;

    /// <summary>Pieces of the tokenizer.</summary>
    public int Vocabulary { get; init; } = 1400;

    /// <summary>Whether the embedding is the head, too.</summary>
    public bool Tied { get; init; }

    /// <summary>Width of a head.</summary>
    public int HeadWidth => Width / Heads;

    /// <summary>Requires sizes that fit each other.</summary>
    /// <exception cref="InputException">They do not.</exception>
    public void Check()
    {
        if (Layers < 1 || Width < 1 || Heads < 1 || Hidden < 1 || Width % Heads != 0 || HeadWidth % 2 != 0)
        {
            throw new InputException($"--layers {Layers}, --width {Width}, --heads {Heads} and --hidden {Hidden} should be above 0, and the width a multiple of twice the heads.");
        }
    }
}
