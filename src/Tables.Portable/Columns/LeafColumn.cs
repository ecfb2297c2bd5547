using System.Buffers;
using SteerScope.Tables.Portable.Format;

namespace SteerScope.Tables.Portable.Columns;

/// <summary>The values of a column in one row group, handed out page by page in order.</summary>
internal abstract class LeafColumn
{
    public abstract PhysicalType Type { get; }

    /// <summary>Path of the leaf in the schema.</summary>
    public abstract IReadOnlyList<string> Path { get; }

    /// <summary>Bytes of a row in PLAIN encoding, without levels.</summary>
    public abstract long BytesOf(int row);

    /// <summary>Appends levels and values of the rows from <paramref name="first"/> on to <paramref name="page"/>; pages follow each other.</summary>
    /// <returns>Values in the page, with missing ones.</returns>
    public abstract int Write(int first, int rows, IBufferWriter<byte> page);

    /// <summary>Statistics of everything that was written; null where the format has none for the type.</summary>
    public abstract ColumnStatistics? Statistics();

    /// <summary>The leaf for an array that fits <paramref name="column"/>.</summary>
    public static LeafColumn For(TableColumn column, Array values) => values switch
    {
        int[] or int?[] => new NumberColumn<int>(column.Name, PhysicalType.Int32, Presence.Split<int>(values)),
        long[] or long?[] => new NumberColumn<long>(column.Name, PhysicalType.Int64, Presence.Split<long>(values)),
        float[] or float?[] => new NumberColumn<float>(column.Name, PhysicalType.Float, Presence.Split<float>(values)),
        double[] or double?[] => new NumberColumn<double>(column.Name, PhysicalType.Double, Presence.Split<double>(values)),
        bool[] or bool?[] => new BooleanColumn(column.Name, Presence.Split<bool>(values)),
        string?[] texts => new TextColumn(column.Name, column.Nullable, texts),
        float[]?[] lists => new ListColumn(column.Name, lists),
        _ => throw new ArgumentException($"Column '{column.Name}' has the unknown type {column.Type}.", nameof(column)),
    };
}
