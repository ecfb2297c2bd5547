namespace SteerScope.Files;

/// <summary>One file of an archive, as the central directory and the entry's local header describe it.</summary>
/// <param name="Name">Name inside the archive.</param>
/// <param name="Deflated">Deflate, or stored as it is.</param>
/// <param name="Offset">Where the entry's bytes begin in the archive.</param>
/// <param name="Packed">Bytes in the archive.</param>
/// <param name="Unpacked">Bytes after inflating; the same as <paramref name="Packed"/> for a stored entry.</param>
/// <param name="Crc32">Checksum of the unpacked bytes.</param>
internal sealed record ZipEntry(string Name, bool Deflated, long Offset, long Packed, long Unpacked, uint Crc32);
