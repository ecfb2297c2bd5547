namespace SteerScope.Tests.Support.Parquet;

/// <summary>Turns the footer's list of nodes into columns; anything but flat columns and lists of them is refused.</summary>
internal static class ParquetSchemaReader
{
    private static readonly string[] Types = ["BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"];
    private static readonly string[] Repetitions = ["required", "optional", "repeated"];

    public static IReadOnlyList<ParquetColumn> Read(IReadOnlyList<ThriftStruct> nodes)
    {
        var columns = new List<ParquetColumn>();
        for (var next = 1; next < nodes.Count;)
        {
            var path = new List<ThriftStruct> { nodes[next++] };
            while (path[^1].IntOrNull(5) is > 0)
            {
                if (path[^1].Int(5) != 1)
                {
                    throw new InvalidDataException($"Group '{path[^1].Text(4)}' has {path[^1].Int(5)} children; this reader knows lists only.");
                }

                path.Add(nodes[next++]);
            }

            columns.Add(Column(path));
        }

        return columns.Count == nodes[0].Int(5)
            ? columns
            : throw new InvalidDataException($"The root says {nodes[0].Int(5)} columns; there are {columns.Count}.");
    }

    private static ParquetColumn Column(List<ThriftStruct> path)
    {
        var top = path[0];
        var leaf = path[^1];
        var isList = path.Count == 3 && Converted(top) == 3 && Logical(top) == 3;
        if (path.Count != 1 && !isList)
        {
            throw new InvalidDataException($"Column '{top.Text(4)}' is neither flat nor a LIST.");
        }

        return new ParquetColumn(
            top.Text(4),
            string.Join('.', path.Select(node => node.Text(4))),
            Types[leaf.Int(1)],
            top.Int(3) == 1,
            isList,
            Converted(leaf) == 0 && Logical(leaf) == 1,
            path.Count(node => node.Int(3) != 0),
            path.Count(node => node.Int(3) == 2),
            string.Join(" > ", path.Select(node => $"{Repetitions[node.Int(3)]} {node.Text(4)}{(isList && node == top ? " (LIST)" : "")}")));
    }

    private static int? Converted(ThriftStruct node) => node.IntOrNull(6);

    private static int? Logical(ThriftStruct node) => node.Has(10) ? node.Struct(10).Fields.Single() : null;
}
