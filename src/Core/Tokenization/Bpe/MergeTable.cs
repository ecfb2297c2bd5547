namespace SteerScope.Tokenization.Bpe;

/// <summary>The merge rules by pair of ids.</summary>
/// <param name="size">One more than the largest id.</param>
internal sealed class MergeTable(int size)
{
    private readonly Dictionary<ulong, MergeRule> _rules = [];

    /// <summary>Sets the rule of a pair; a later one takes the place of an earlier one.</summary>
    public void Set(int left, int right, MergeRule rule) => _rules[Key(left, right)] = rule;

    /// <summary>The rule of a pair.</summary>
    public bool TryGet(int left, int right, out MergeRule rule) => _rules.TryGetValue(Key(left, right), out rule);

    // Not two halves of 32 bits: the hash of a ulong is their exclusive or, which nearly all pairs would share with others.
    private ulong Key(int left, int right) => ((ulong)left * (ulong)size) + (ulong)right;
}
