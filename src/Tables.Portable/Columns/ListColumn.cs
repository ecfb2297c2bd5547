using System.Buffers;
using System.Runtime.InteropServices;
using SteerScope.Tables.Portable.Format;

namespace SteerScope.Tables.Portable.Columns;

/// <summary>
/// Lists of floats. Repetition levels: 0 starts a row, 1 goes on with it. Definition levels: 0 is a missing list, 1 an empty one,
/// 2 an element (LogicalTypes.md, Lists).
/// </summary>
internal sealed class ListColumn(string name, float[]?[] values) : LeafColumn
{
    private const byte NewRow = 0;
    private const byte SameRow = 1;
    private const byte MissingList = 0;
    private const byte EmptyList = 1;
    private const byte Element = 2;

    private readonly LevelWriter _repetition = new();
    private readonly LevelWriter _definition = new();

    public override PhysicalType Type => PhysicalType.Float;

    public override IReadOnlyList<string> Path { get; } = [name, "list", "element"];

    public override long BytesOf(int row) => (long)sizeof(float) * (values[row]?.Length ?? 0);

    public override int Write(int first, int rows, IBufferWriter<byte> page)
    {
        var group = values.AsSpan(first, rows);
        var count = 0;
        foreach (var list in group)
        {
            var length = list?.Length ?? 0;
            _repetition.Add(NewRow);
            _repetition.Add(SameRow, Math.Max(length - 1, 0));
            _definition.Add(length > 0 ? Element : list is null ? MissingList : EmptyList, Math.Max(length, 1));
            count += Math.Max(length, 1);
        }

        _repetition.MoveTo(page);
        _definition.MoveTo(page);
        foreach (var list in group)
        {
            page.Write(MemoryMarshal.AsBytes(list.AsSpan()));
        }

        return count;
    }

    public override ColumnStatistics? Statistics() => null;
}
