using System.Globalization;

namespace SteerScope.Tokenization.Unicode;

/// <summary>
/// The Unicode data that normalization needs, from the embedded file normalization.txt: those of Unicode 9, which the tokenizers
/// library has kept, so that newer characters come out as they did when the models were trained.
/// </summary>
internal sealed class NormalizationData
{
    private static readonly Lazy<NormalizationData> Loaded = new(() => new NormalizationData());

    private readonly Dictionary<int, int[]> _canonical = [];
    private readonly Dictionary<int, int[]> _compatibility = [];
    private readonly Dictionary<(int First, int Second), int> _composed = [];
    private readonly Dictionary<int, byte> _classes = [];
    private readonly HashSet<int> _marks = [];

    private NormalizationData()
    {
        const string Name = "SteerScope.Tokenization.Unicode.normalization.txt";
        using var stream = typeof(NormalizationData).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"The resource {Name} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line[0] != '#')
            {
                Add(line[0], line[2..].Split(' '));
            }
        }
    }

    /// <summary>The data, read when first needed.</summary>
    public static NormalizationData Instance => Loaded.Value;

    /// <summary>The canonical combining class; 0 for a starter.</summary>
    public byte Class(int point) => _classes.GetValueOrDefault(point);

    /// <summary>Whether a code point is a combining mark (category M).</summary>
    public bool IsMark(int point) => _marks.Contains(point);

    /// <summary>One step of decomposition, or null when the code point stays.</summary>
    public int[]? Decomposition(int point, bool compatibility) =>
        _canonical.TryGetValue(point, out var parts) || (compatibility && _compatibility.TryGetValue(point, out parts)) ? parts : null;

    /// <summary>The code point that two compose to, or -1.</summary>
    public int Composition(int first, int second) => _composed.GetValueOrDefault((first, second), -1);

    private void Add(char kind, string[] fields)
    {
        if (kind is 'r' or 'm')
        {
            for (var point = Hex(fields[0]); point <= Hex(fields[1]); point++)
            {
                if (kind == 'm')
                {
                    _marks.Add(point);
                }
                else
                {
                    _classes.Add(point, byte.Parse(fields[2], CultureInfo.InvariantCulture));
                }
            }

            return;
        }

        var parts = fields.Skip(1).Select(Hex).ToArray();
        (kind == 'k' ? _compatibility : _canonical).Add(Hex(fields[0]), parts);
        if (kind == 'c')
        {
            _composed.Add((parts[0], parts[1]), Hex(fields[0]));
        }
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
