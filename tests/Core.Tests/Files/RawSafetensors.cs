using System.Buffers.Binary;
using System.Text;

namespace SteerScope.Core.Tests.Files;

/// <summary>Assembles safetensors files by hand, right or wrong.</summary>
internal static class RawSafetensors
{
    public static byte[] Make(string header, int dataLength, ulong? claimedLength = null) => Make(Encoding.UTF8.GetBytes(header), dataLength, claimedLength);

    public static byte[] Make(byte[] header, int dataLength, ulong? claimedLength = null)
    {
        var bytes = new byte[8 + header.Length + dataLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, claimedLength ?? (ulong)header.Length);
        header.CopyTo(bytes, 8);
        for (var i = 0; i < dataLength; i++)
        {
            bytes[8 + header.Length + i] = (byte)i;
        }

        return bytes;
    }
}
