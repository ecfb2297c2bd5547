using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SteerScope.Compute;

namespace SteerScope.Files;

/// <summary>
/// The header of a .npy file, versions 1 to 3 (numpy.lib.format): the magic, a length, and a Python literal with descr,
/// fortran_order and shape, of which only the form that numpy writes is taken.
/// </summary>
/// <param name="Type">Element type.</param>
/// <param name="ElementSize">Bytes of an element.</param>
/// <param name="FortranOrder">Column-major rather than row-major.</param>
/// <param name="Shape">Outermost dimension first.</param>
/// <param name="Size">Bytes of the header, all of it; the data follow.</param>
internal sealed partial record NpzHeader(StoredType Type, int ElementSize, bool FortranOrder, int[] Shape, int Size)
{
    /// <summary>numpy itself refuses longer ones.</summary>
    public const int MaximumLength = 10_000;

    /// <summary>Bytes that are enough to hold any header.</summary>
    public const int MaximumSize = MaximumLength + 12;

    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Bytes of the data; checked not to overflow.</summary>
    public long DataSize { get; private init; }

    /// <summary>Parses the first bytes of a .npy file.</summary>
    /// <param name="bytes">At least <see cref="MaximumSize"/> bytes, or the whole file.</param>
    /// <param name="where">File and entry, for errors.</param>
    /// <exception cref="InputException">No header that is read here.</exception>
    public static NpzHeader Parse(ReadOnlySpan<byte> bytes, string where)
    {
        if (bytes.Length < 12 || !bytes.StartsWith(Magic))
        {
            throw new InputException($"{where} does not begin like a .npy array.");
        }

        var version = bytes[6];
        if (version is < 1 or > 3)
        {
            throw new InputException($"{where} is a .npy array of version {version}; versions 1 to 3 are read.");
        }

        var start = version == 1 ? 10 : 12;
        long length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (length > MaximumLength || length > bytes.Length - start)
        {
            throw new InputException($"{where} claims a header of {length} bytes, more than it holds or than the {MaximumLength} that numpy allows.");
        }

        var text = Encoding.UTF8.GetString(bytes.Slice(start, (int)length));
        return Parse(text, start + (int)length, where);
    }

    [GeneratedRegex(@"^\{\s*(?<item>'(?<key>\w+)'\s*:\s*(?<value>'[^']*'|True|False|\([\d,\s]*\))\s*(,\s*|(?=\})))*\}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Literal();

    private static NpzHeader Parse(string text, int size, string where)
    {
        var match = Literal().Match(text);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < match.Groups["key"].Captures.Count; i++)
        {
            fields[match.Groups["key"].Captures[i].Value] = match.Groups["value"].Captures[i].Value;
        }

        if (!match.Success || fields.Count != 3 || !fields.TryGetValue("descr", out var descr) ||
            !fields.TryGetValue("fortran_order", out var order) || !fields.TryGetValue("shape", out var shapeText) ||
            order is not ("True" or "False") || !shapeText.StartsWith('(') || !descr.StartsWith('\''))
        {
            throw new InputException($"{where} has a header that is not {{'descr': '...', 'fortran_order': ..., 'shape': (...)}} of one plain type: {text.Trim()}");
        }

        var (type, elementSize) = TypeOf(descr.Trim('\''), where);
        var shape = ShapeOf(shapeText, where);
        long bytes = elementSize;
        foreach (var dimension in shape)
        {
            if (dimension > 0 && bytes > long.MaxValue / dimension)
            {
                throw new InputException($"{where} claims the shape {shapeText}, more than any file can hold.");
            }

            bytes *= dimension;
        }

        return new NpzHeader(type, elementSize, order == "True", shape, size) { DataSize = bytes };
    }

    private static (StoredType Type, int Size) TypeOf(string descr, string where) => descr switch
    {
        "<f4" => (StoredType.F32, 4),
        "<f8" => (StoredType.F64, 8),
        "<f2" => (StoredType.F16, 2),
        "<i8" => (StoredType.I64, 8),
        "<i4" => (StoredType.I32, 4),
        "<i2" => (StoredType.I16, 2),
        "|i1" => (StoredType.I8, 1),
        "|u1" => (StoredType.U8, 1),
        "|b1" => (StoredType.Bool, 1),
        "|O" => throw new InputException($"{where} holds pickled Python objects, which are never unpacked here; save it as float32."),
        _ => throw new InputException($"{where} is of type '{descr}'; little-endian f2, f4, f8, i1, i2, i4, i8, u1 and b1 are read, so save it as float32."),
    };

    private static int[] ShapeOf(string text, string where)
    {
        var parts = text[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var shape = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
            {
                throw new InputException($"{where} claims the shape {text}, which has a dimension that is no number up to {int.MaxValue}.");
            }
        }

        return shape;
    }
}
