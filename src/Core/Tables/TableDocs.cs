using System.Text;

namespace SteerScope.Tables;

/// <summary>Writes docs/tables.md from the catalog.</summary>
public static class TableDocs
{
    private const string Introduction = """
        # Tables

        <!-- Made from TableCatalog. Do not edit: UPDATE_DOCS=1 dotnet test tests/Core.Tests --filter TableDocsTests -->

        A sweep writes its results as Parquet datasets below `tables/`, in Hive layout: `tables/<table>/<key>=<value>/part-0.parquet`. The keys are folders and become columns when the dataset is read; a table without keys is one file. `_SUCCESS` and the manifest are written last, so a folder without `_SUCCESS` is not a result.

        Folder values are percent-encoded (`behaviour=a%20b`); DuckDB, polars and pyarrow decode them, so the names are the same in every table. `layer` is an unpadded integer.

        Vectors are LIST<FLOAT> of `d_model` values each. A missing value is null; NaN is a computed value that is not a number.
        """;

    private const string Reading = """
        ## Reading them

        pandas:

        ```python
        import numpy as np
        import pandas as pd

        vectors = pd.read_parquet("tables/steering_vectors")          # behaviour is a (categorical) column
        matrix = np.stack(vectors["vector"])                          # [rows, d_model] float32
        spurious = pd.read_parquet("tables/features", filters=[("behaviour", "==", "corrigible-neutral-HHH"), ("role", "==", "spurious")])
        ```

        polars:

        ```python
        import polars as pl

        d = int(pl.read_parquet_metadata("tables/steering_vectors/behaviour=corrigible-neutral-HHH/part-0.parquet")["d_model"])
        vectors = pl.scan_parquet("tables/steering_vectors/", hive_partitioning=True).with_columns(pl.col("vector").cast(pl.Array(pl.Float32, d))).collect()
        matrix = vectors["vector"].to_numpy()                         # [rows, d_model] float32
        ```

        DuckDB:

        ```sql
        SELECT behaviour, layer, slope_mean
        FROM read_parquet('tables/steerability/*.parquet')
        WHERE metric = 'letter_logit_diff'
        ORDER BY slope_mean DESC;

        SELECT feature, mean_matching, mean_not_matching, activation_on_vector
        FROM read_parquet('tables/features/**/*.parquet', hive_partitioning = true)
        WHERE behaviour = 'corrigible-neutral-HHH' AND layer = 12 AND role = 'spurious';

        -- d_model as in the file's metadata: SELECT decode(value) FROM parquet_kv_metadata('...') WHERE decode(key) = 'd_model'
        SELECT a.behaviour, b.behaviour, array_cosine_similarity(a.vector::FLOAT[2304], b.vector::FLOAT[2304]) AS cosine
        FROM read_parquet('tables/steering_vectors/**/*.parquet', hive_partitioning = true) a
        JOIN read_parquet('tables/steering_vectors/**/*.parquet', hive_partitioning = true) b USING (layer, method)
        WHERE a.behaviour < b.behaviour;
        ```

        Readers guess the type of folder values: a behaviour called `2024` would come as a number. Say so where it matters: `hive_types = {'behaviour': VARCHAR}` in DuckDB, `hive_schema={"behaviour": pl.String}` in polars.
        """;

    /// <summary>The whole page.</summary>
    public static string ToMarkdown()
    {
        var page = new StringBuilder(Introduction).Append("\n\n");
        page.Append("## File metadata\n\nEvery file says in its key-value metadata how its rows were made:\n\n| key | value |\n|---|---|\n");
        foreach (var (key, description) in TableOrigin.Keys)
        {
            page.Append($"| `{key}` | {Cell(description)} |\n");
        }

        page.Append("\nThe manifest (table `provenance`) says the rest: spec, digests, versions, device.\n\n").Append(Reading).Append('\n');
        foreach (var table in TableCatalog.All)
        {
            Append(page, table);
        }

        return page.ToString();
    }

    private static void Append(StringBuilder page, TableSchema table)
    {
        page.Append($"\n## {table.Name}\n\n{table.Description}\n\n`tables/{table.Name}{string.Concat(table.PartitionKeys.Select(key => $"/{key}=..."))}/part-0.parquet`\n\n");
        page.Append("| column | type | null | meaning |\n|---|---|---|---|\n");
        foreach (var key in table.PartitionKeys)
        {
            page.Append($"| `{key}` | folder | no | {Cell(TableCatalog.Keys.Single(known => known.Key == key).Description)} |\n");
        }

        foreach (var column in table.Columns)
        {
            page.Append($"| `{column.Name}` | {TypeName(column.Type)} | {(column.Nullable ? "yes" : "no")} | {Cell(column.Description)} |\n");
        }
    }

    /// <summary>A bar would end the cell.</summary>
    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string TypeName(ColumnType type) => type switch
    {
        ColumnType.Int32 => "INT32",
        ColumnType.Int64 => "INT64",
        ColumnType.Float => "FLOAT",
        ColumnType.Double => "DOUBLE",
        ColumnType.Boolean => "BOOLEAN",
        ColumnType.String => "STRING",
        ColumnType.FloatList => "LIST&lt;FLOAT&gt;",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "unknown column type"),
    };
}
