using System.Buffers;
using SteerScope.Tables.Portable.Format;

namespace SteerScope.Tables.Portable.Columns;

/// <summary>A column with one value per row: definition levels where it is nullable, then the values that are there.</summary>
internal abstract class FlatColumn(string name, bool nullable) : LeafColumn
{
    private readonly LevelWriter _levels = new();
    private long _missing;

    public override IReadOnlyList<string> Path { get; } = [name];

    public override int Write(int first, int rows, IBufferWriter<byte> page)
    {
        if (nullable)
        {
            for (var row = first; row < first + rows; row++)
            {
                var present = Has(row);
                _levels.Add(present ? (byte)1 : (byte)0);
                _missing += present ? 0 : 1;
            }

            _levels.MoveTo(page);
        }

        WriteValues(first, rows, page);
        return rows;
    }

    public override ColumnStatistics Statistics()
    {
        var (min, max) = Range();
        return new ColumnStatistics(_missing, min, max);
    }

    protected abstract bool Has(int row);

    /// <summary>Appends the values that are there.</summary>
    protected abstract void WriteValues(int first, int rows, IBufferWriter<byte> page);

    /// <summary>Smallest and largest value that was written; null where the format allows none.</summary>
    protected abstract (byte[]? Min, byte[]? Max) Range();
}
