using System.Text;

namespace SteerScope.Fuzz.Mutators;

/// <summary>Puts opcodes of Python's pickle (pickletools, protocols 0 to 5) where they are not expected: other globals, sizes, memo places, stacks.</summary>
internal sealed class PickleMutator : IMutator
{
    private static readonly byte[][] Parts =
    [
        [.. "("u8], [.. "."u8], [.. "0"u8], [.. "1"u8], [.. "2"u8], [.. "N"u8], [.. "}"u8], [.. "]"u8], [.. ")"u8], [.. "t"u8], [.. "u"u8], [.. "s"u8],
        [.. "e"u8], [.. "a"u8], [.. "R"u8], [.. "b"u8], [.. "Q"u8], [.. "o"u8], [0x80, 2], [0x80, 5], [0x81], [0x85], [0x86], [0x87], [0x88], [0x89],
        [0x8F], [0x90], [0x92], [0x93], [0x94], [0x95, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
        [(byte)'q', 0], [(byte)'h', 0], [(byte)'h', 0xFF], [(byte)'j', 0xFF, 0xFF, 0xFF, 0xFF], [(byte)'r', 0xFF, 0xFF, 0xFF, 0x7F],
        [(byte)'K', 0], [(byte)'K', 0xFF], [(byte)'M', 0xFF, 0xFF], [(byte)'J', 0xFF, 0xFF, 0xFF, 0xFF], [(byte)'J', 0xFF, 0xFF, 0xFF, 0x7F], [(byte)'J', 0, 0, 0, 0x80],
        [0x8A, 8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0x8A, 0], [0x8A, 0xFF], [0x8B, 0xFF, 0xFF, 0xFF, 0x7F], [0x8B, 0xFF, 0xFF, 0xFF, 0xFF],
        [(byte)'X', 0xFF, 0xFF, 0xFF, 0x7F], [(byte)'X', 0xFF, 0xFF, 0xFF, 0xFF], [(byte)'X', 2, 0, 0, 0, 0xFF, 0xFE], [0x8C, 0xFF], [0x8D, 0, 0, 0, 0, 0, 0, 0, 0x80],
        [(byte)'B', 0xFF, 0xFF, 0xFF, 0x7F], [(byte)'T', 0xFF, 0xFF, 0xFF, 0xFF], [(byte)'G', 0x7F, 0xF8, 0, 0, 0, 0, 0, 0],
        [.. "cos\nsystem\n"u8], [.. "cbuiltins\neval\n"u8], [.. "ctorch._utils\n_rebuild_tensor_v2\n"u8], [.. "ctorch\nFloatStorage\n"u8], [.. "ctorch\nHalfStorage\n"u8],
        [.. "ccollections\nOrderedDict\n"u8], [.. "I2147483648\n"u8], [.. "L99999999999999999999L\n"u8], [.. "Fnan\n"u8], [.. "S'a'\n"u8], [.. "V\\ud800\n"u8], [.. "Pid\n"u8], [.. "g0\n"u8], [.. "c\n\n"u8],
    ];

    /// <inheritdoc/>
    public byte[]? Apply(FuzzRandom random, byte[] content, byte[] other)
    {
        var at = random.Below(content.Length + 1);
        var part = random.Pick(Parts);
        return random.Below(5) switch
        {
            0 => ByteMutator.Replace(content, at, 0, part),
            1 => ByteMutator.Replace(content, at, Math.Min(part.Length, content.Length - at), part),
            2 => ByteMutator.Replace(content, at, 0, Repeated(random, part)),
            3 => Swapped(random, content),
            _ => ByteMutator.Replace(content, at, Math.Min(1, content.Length - at), [(byte)random.Bits()]),
        };
    }

    // Deep stacks and long memos.
    private static byte[] Repeated(FuzzRandom random, byte[] part) =>
        [.. Enumerable.Repeat(part, random.Pick([2, 100, 10_000])).SelectMany(bytes => bytes)];

    // Names of modules and tensors trade places.
    private static byte[]? Swapped(FuzzRandom random, byte[] content)
    {
        var text = Encoding.Latin1.GetString(content);
        string[] names = ["FloatStorage", "HalfStorage", "BFloat16Storage", "LongStorage", "_rebuild_tensor_v2", "OrderedDict", "storage", "cpu", "torch._utils", "torch"];
        var name = random.Pick(names);
        return text.Contains(name, StringComparison.Ordinal)
            ? Encoding.Latin1.GetBytes(text.Replace(name, random.Pick(names), StringComparison.Ordinal))
            : null;
    }
}
