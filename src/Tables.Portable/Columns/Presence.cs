namespace SteerScope.Tables.Portable.Columns;

/// <summary>Values and which of them are there; null where all are and the column is required.</summary>
internal readonly record struct Presence<T>(T[] Values, bool[]? Present)
{
    /// <summary>Whether row <paramref name="row"/> has a value.</summary>
    public bool Has(int row) => Present is null || Present[row];
}

/// <summary>Makes <see cref="Presence{T}"/>.</summary>
internal static class Presence
{
    /// <summary>Splits T[] or T?[]; a missing value keeps a default in its place.</summary>
    public static Presence<T> Split<T>(Array array)
        where T : struct
    {
        if (array is T[] required)
        {
            return new Presence<T>(required, null);
        }

        var optional = (T?[])array;
        return new Presence<T>(
            Array.ConvertAll(optional, value => value.GetValueOrDefault()),
            Array.ConvertAll(optional, value => value.HasValue));
    }
}
