namespace SteerScope.Tokenization.Bpe;

/// <summary>The merge rules by pair of ids.</summary>
internal sealed class MergeTable
{
    private readonly Dictionary<ulong, MergeRule> _rules = [];

    /// <summary>Sets the rule of a pair; a later one takes the place of an earlier one.</summary>
    public void Set(int left, int right, MergeRule rule) => _rules[Key(left, right)] = rule;

    /// <summary>The rule of a pair.</summary>
    public bool TryGet(int left, int right, out MergeRule rule) => _rules.TryGetValue(Key(left, right), out rule);

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;
}
