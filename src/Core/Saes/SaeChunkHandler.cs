namespace SteerScope.Saes;

/// <summary>Handles encoded rows.</summary>
/// <param name="chunk">The rows; valid during the call only.</param>
public delegate void SaeChunkHandler(SaeChunk chunk);
