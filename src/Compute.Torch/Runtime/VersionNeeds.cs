using System.Buffers.Binary;
using System.Text;

namespace SteerScope.Compute.Torch.Runtime;

/// <summary>
/// The symbol versions that a shared library demands of libstdc++ (ELF, generic ABI and "Linux Standard Base", section Symbol
/// Versioning). The loader refuses a library for a version that the system's libstdc++ lacks even where nothing in it uses a
/// symbol of that version.
/// </summary>
/// <remarks>
/// TorchSharp 0.107 is such a library: compiled with GCC 13, whose iostream header names
/// <c>std::ios_base_library_init@GLIBCXX_3.4.32</c> without calling it, it is refused by Debian 12, Ubuntu 22.04 and RHEL 9.
/// </remarks>
internal static class VersionNeeds
{
    private const uint Rela = 4;
    private const uint NeededVersions = 0x6ffffffe;
    private const uint SymbolVersions = 0x6fffffff;
    private const int HiddenBit = 0x8000;
    private const ushort WeakFlag = 2;
    private const string Family = "GLIBCXX_";

    /// <summary>
    /// Marks as weak, which the loader only takes note of, every version of libstdc++ of which no relocation uses a symbol;
    /// returns their names. Changes nothing in what is no 64-bit little-endian ELF file.
    /// </summary>
    public static IReadOnlyList<string> Relax(Span<byte> library)
    {
        if (library.Length < 64 || !library[..6].SequenceEqual("\u007fELF\u0002\u0001"u8))
        {
            return [];
        }

        var sections = Sections(library);
        var used = UsedVersions(library, sections);
        List<string> relaxed = [];
        foreach (var section in sections.Where(section => section.Type == NeededVersions))
        {
            var names = sections[section.Link].Offset;
            var need = section.Offset;
            for (var i = 0; i < section.Info; i++)
            {
                var entry = need + Word(library, need + 8);
                for (var count = Half(library, need + 2); count > 0; count--)
                {
                    var name = Text(library, names + Word(library, entry + 8));
                    if (name.StartsWith(Family, StringComparison.Ordinal) && !used.Contains(Half(library, entry + 6)))
                    {
                        BinaryPrimitives.WriteUInt16LittleEndian(library[(entry + 4)..], (ushort)(Half(library, entry + 4) | WeakFlag));
                        relaxed.Add(name);
                    }

                    entry += Word(library, entry + 12);
                }

                need += Word(library, need + 12);
            }
        }

        return relaxed;
    }

    private static List<Section> Sections(ReadOnlySpan<byte> library)
    {
        var (first, size, count) = (Long(library, 0x28), Half(library, 0x3a), Half(library, 0x3c));
        List<Section> sections = [];
        for (var i = 0; i < count; i++)
        {
            var header = first + (i * size);
            sections.Add(new Section(
                (uint)Word(library, header + 4), Long(library, header + 24), Long(library, header + 32), Word(library, header + 40), Word(library, header + 44)));
        }

        return sections;
    }

    /// <summary>Indices of the versions whose symbols some relocation refers to.</summary>
    private static HashSet<int> UsedVersions(ReadOnlySpan<byte> library, List<Section> sections)
    {
        HashSet<int> used = [];
        var versions = sections.Find(section => section.Type == SymbolVersions);
        foreach (var section in sections.Where(section => section.Type == Rela))
        {
            for (var offset = section.Offset; offset < section.Offset + section.Size; offset += 24)
            {
                var symbol = Word(library, offset + 12);
                used.Add(Half(library, versions.Offset + (2 * symbol)) & ~HiddenBit);
            }
        }

        return used;
    }

    private static ushort Half(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static int Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt32LittleEndian(bytes[offset..]);

    private static int Long(ReadOnlySpan<byte> bytes, int offset) => checked((int)BinaryPrimitives.ReadInt64LittleEndian(bytes[offset..]));

    private static string Text(ReadOnlySpan<byte> bytes, int offset)
    {
        var text = bytes[offset..];
        return Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]);
    }

    private readonly record struct Section(uint Type, int Offset, int Size, int Link, int Info);
}
