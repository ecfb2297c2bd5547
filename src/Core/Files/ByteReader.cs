namespace SteerScope.Files;

/// <summary>Reads bytes of something that may be larger than a span.</summary>
internal delegate ReadOnlySpan<byte> ByteReader(long offset, int count);
