using SteerScope.Files;
using Xunit;

namespace SteerScope.Core.Tests.Files;

public sealed class ZipCrc32Tests
{
    [Fact]
    public void Value_CheckString_IsTheCatalogueValue()
    {
        var crc = new ZipCrc32();
        crc.Add("123456789"u8);
        Assert.Equal(0xCBF43926, crc.Value);
    }

    [Fact]
    public void Add_AnyLengthInAnyPieces_EqualsByteTables()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 200; trial++)
        {
            var bytes = new byte[random.Next(1500)];
            random.NextBytes(bytes);
            var (crc, expected) = (new ZipCrc32(), new ZipCrc32());
            var cut = random.Next(bytes.Length + 1);
            crc.Add(bytes.AsSpan(0, cut));
            crc.Add(bytes.AsSpan(cut));
            expected.AddBytes(bytes);
            Assert.Equal(expected.Value, crc.Value);
        }
    }
}
