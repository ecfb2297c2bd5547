namespace SteerScope.Tests.Support.Parquet;

/// <summary>A struct read by <see cref="ThriftReader"/>: field id to long, bool, double, byte[], List&lt;object&gt; or ThriftStruct.</summary>
public sealed class ThriftStruct
{
    private readonly Dictionary<int, object> _fields = [];

    public object this[int field]
    {
        get => _fields.TryGetValue(field, out var value) ? value : throw new InvalidDataException($"The Thrift struct has no field {field}.");
        internal set => _fields[field] = value;
    }

    public IReadOnlyCollection<int> Fields => _fields.Keys;

    public bool Has(int field) => _fields.ContainsKey(field);

    public int Int(int field) => checked((int)(long)this[field]);

    public long Long(int field) => (long)this[field];

    public int? IntOrNull(int field) => Has(field) ? Int(field) : null;

    public byte[]? BytesOrNull(int field) => Has(field) ? (byte[])this[field] : null;

    public string Text(int field) => System.Text.Encoding.UTF8.GetString((byte[])this[field]);

    public ThriftStruct Struct(int field) => (ThriftStruct)this[field];

    public IReadOnlyList<ThriftStruct> Structs(int field) => Has(field) ? [.. ((List<object>)this[field]).Cast<ThriftStruct>()] : [];

    public IReadOnlyList<object> Items(int field) => (List<object>)this[field];
}
