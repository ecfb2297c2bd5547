namespace SteerScope.Compute.Torch.Attention;

/// <summary>Pieces with the same context, of similar lengths: the keys of the context are read once for all of them.</summary>
/// <param name="Context">What precedes each.</param>
/// <param name="VisibleContext">How many of the context's last keys a first query can see.</param>
/// <param name="Members">The pieces, ascending by length.</param>
internal sealed record PieceGroup(KeyContext Context, int VisibleContext, List<Piece> Members)
{
    /// <summary>The block that this group alone would make.</summary>
    public BlockSize Size => new(1, Members.Count, Members[^1].Length, VisibleContext);

    /// <summary>Values that the members would take without padding.</summary>
    public double Useful(AttentionShape shape) => ContextElements(shape) + Members.Sum(piece => Elements(piece, shape));

    /// <summary>Values that a member of this length takes without padding, beside the context.</summary>
    public double Elements(Piece piece, AttentionShape shape) =>
        new BlockSize(1, 1, piece.Length, 0).Elements(shape) + ((double)piece.Length * shape.Heads * VisibleContext);

    /// <summary>Values that the context's keys and values take.</summary>
    public double ContextElements(AttentionShape shape) => new BlockSize(1, 0, 0, VisibleContext).Elements(shape);
}
