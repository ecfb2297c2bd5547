namespace SteerScope.Compute;

/// <summary>
/// A run of keys and values that a segment attends to before its own: rows of the cache handed to the attention, or rows
/// of the batch itself.
/// </summary>
/// <param name="Cached">True: rows of the cached keys and values; false: rows of this batch.</param>
/// <param name="Start">First row.</param>
/// <param name="Length">Number of rows.</param>
public readonly record struct KeySpan(bool Cached, int Start, int Length);

/// <summary>
/// A run of consecutive tokens in a packed batch. Batches hold no padding: the rows of all segments lie one after the
/// other. A segment attends to every key of its context (all of them precede it) and causally to itself, and to nothing
/// else, so that two answers can share the keys of their prompt, and the steered copies of a prompt those of its prefix.
/// </summary>
/// <param name="Start">First row in the batch.</param>
/// <param name="Length">Number of rows.</param>
/// <param name="Position">Position of the first row in its sequence; equals the sum of the context's lengths.</param>
/// <param name="Context">What precedes it, in order.</param>
public sealed record Segment(int Start, int Length, int Position, IReadOnlyList<KeySpan> Context);

/// <summary>Shape and options of an attention: grouped heads, soft cap, sliding window.</summary>
/// <param name="Heads">Number of query heads.</param>
/// <param name="KeyValueHeads">Number of key/value heads; query head h reads key/value head h / (Heads / KeyValueHeads).</param>
/// <param name="HeadDim">Width of a head.</param>
/// <param name="Scale">Factor on q·k, usually 1/sqrt(HeadDim).</param>
/// <param name="SlidingWindow">A query at position p sees keys at positions greater than p - SlidingWindow; 0 sees all.</param>
/// <param name="SoftCap">Scores become cap * tanh(score / cap) before the softmax; 0 leaves them.</param>
public readonly record struct AttentionShape(int Heads, int KeyValueHeads, int HeadDim, float Scale, int SlidingWindow = 0, float SoftCap = 0);
