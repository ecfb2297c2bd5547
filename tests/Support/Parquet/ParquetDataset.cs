namespace SteerScope.Tests.Support.Parquet;

/// <summary>A Hive dataset read whole for tests: the rows of all its files with the folders' keys as text columns.</summary>
public static class ParquetDataset
{
    /// <summary>Rows as column name to value, files in ordinal order of their paths.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, object?>> Read(string folder)
    {
        var rows = new List<IReadOnlyDictionary<string, object?>>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var file = ParquetFile.Read(path);
            var keys = Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar)[..^1]
                .Select(part => part.Split('=', 2))
                .ToDictionary(pair => pair[0], pair => (object?)Uri.UnescapeDataString(pair[1]));
            for (var row = 0; row < file.RowCount; row++)
            {
                var values = new Dictionary<string, object?>(keys);
                foreach (var column in file.Columns)
                {
                    values.Add(column.Name, file.Column(column.Name)[row]);
                }

                rows.Add(values);
            }
        }

        return rows;
    }
}
