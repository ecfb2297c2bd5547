namespace SteerScope.Tokenization.Patterns;

/// <summary>A set of Unicode code points that a pattern tests characters against.</summary>
internal sealed class CodePointSet
{
    // Latin, Greek, Cyrillic, Hebrew, Arabic: answered from a table; the rest asks the test.
    private const int TableEnd = 0x800;

    private readonly ulong[] _table = new ulong[TableEnd / 64];
    private readonly Func<int, bool> _test;

    /// <summary>The set of the code points that pass a test.</summary>
    public CodePointSet(Func<int, bool> test)
    {
        _test = test;
        for (var point = 0; point < TableEnd; point++)
        {
            if (test(point))
            {
                _table[point >> 6] |= 1UL << (point & 63);
            }
        }
    }

    /// <summary>Whether a code point belongs to the set.</summary>
    public bool Contains(int point) =>
        point < TableEnd ? (_table[point >> 6] >> (point & 63) & 1) != 0 : _test(point);
}
