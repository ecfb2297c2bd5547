using SteerScope.Compute;

namespace SteerScope.Files;

/// <summary>
/// What the pickle of a PyTorch state dict may name and do: tensors by <c>torch._utils._rebuild_tensor_v2</c>, parameters
/// around them, typed storages, <c>collections.OrderedDict</c> and <c>torch.Size</c>. Any other name, and any other use of
/// these, is refused; nothing is ever run.
/// </summary>
internal static class TorchPickle
{
    private const string Tensor = "torch._utils._rebuild_tensor_v2";
    private const string Parameter = "torch._utils._rebuild_parameter";
    private const string OrderedDict = "collections.OrderedDict";
    private const string Size = "torch.Size";

    /// <summary>Reads a pickle.</summary>
    /// <exception cref="InputException">It is damaged, or names something else.</exception>
    public static object? Read(ReadOnlySpan<byte> bytes, string where) => new PickleReader(bytes, where).Read();

    /// <summary>A name that may stand in a pickle.</summary>
    public static PickleGlobal Global(string module, string name, string where)
    {
        var full = $"{module}.{name}";
        return full is Tensor or Parameter or OrderedDict or Size || StorageType(full) is not null ? new PickleGlobal(full) : throw Refused(full, where);
    }

    /// <summary>The error for a name that may not, or that is used in another way.</summary>
    public static InputException Refused(string name, string where)
    {
        // A name is bytes of the file: it must neither fill the screen nor steer the terminal.
        var shown = string.Concat(name.Take(80).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter));
        return new($"{where}: its pickle uses {shown}, and only tensors, parameters and plain values are read, none of which runs anything; save the state dict alone with torch.save.");
    }

    /// <summary>A storage: ('storage', type, key, location, elements); the location is where it once lay and is of no use.</summary>
    public static TorchStorageRef Persistent(object? id, string where) =>
        id is PickleTuple { Items: ["storage", PickleGlobal type, string key, string, long count] } && StorageType(type.Name) is { } element && count >= 0
            ? new TorchStorageRef(element, key, count)
            : throw Refused("a persistent id that is no storage", where);

    /// <summary>What a call of an allowed name stands for.</summary>
    public static object Reduce(object? callable, object? arguments, string where)
    {
        var name = (callable as PickleGlobal)?.Name;
        var items = (arguments as PickleTuple)?.Items;
        return (name, items) switch
        {
            (OrderedDict, []) => new PickleDictionary(),
            (Size, [PickleTuple size]) => size,
            (Parameter, [TorchTensorRef tensor, bool, PickleDictionary]) => tensor,
            (Tensor, [TorchStorageRef storage, long first, PickleTuple size, PickleTuple strides, bool, PickleDictionary, ..]) =>
                TensorOf(storage, first, size.Items, strides.Items, where),
            _ => throw Refused(name is null ? "a call of what is no name" : $"{name} in a way that is not known", where),
        };
    }

    /// <summary>Attributes of an OrderedDict (a state dict's _metadata) are left aside; nothing else has any.</summary>
    public static void Build(object? target, object? state, string where)
    {
        if (target is not PickleDictionary || state is not PickleDictionary)
        {
            throw Refused("the state of an object", where);
        }
    }

    private static StoredType? StorageType(string name) => name switch
    {
        "torch.FloatStorage" => StoredType.F32,
        "torch.DoubleStorage" => StoredType.F64,
        "torch.HalfStorage" => StoredType.F16,
        "torch.BFloat16Storage" => StoredType.BF16,
        "torch.LongStorage" => StoredType.I64,
        "torch.IntStorage" => StoredType.I32,
        "torch.ShortStorage" => StoredType.I16,
        "torch.CharStorage" => StoredType.I8,
        "torch.ByteStorage" => StoredType.U8,
        "torch.BoolStorage" => StoredType.Bool,
        _ => null,
    };

    private static TorchTensorRef TensorOf(TorchStorageRef storage, long first, object?[] size, object?[] strides, string where)
    {
        var shape = new int[size.Length];
        var steps = new long[size.Length];
        if (strides.Length != size.Length || first < 0)
        {
            throw Wrong();
        }

        // In 128 bits: 2^31 times 2^63, summed over fewer dimensions than the pickle has bytes, does not overflow.
        Int128 count = 1;
        Int128 last = first;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            if (size[axis] is not long dimension || strides[axis] is not long step || dimension is < 0 or > int.MaxValue || step < 0)
            {
                throw Wrong();
            }

            (shape[axis], steps[axis]) = ((int)dimension, step);
            count = count > long.MaxValue ? count : count * dimension;
            last += (Int128)Math.Max(0, dimension - 1) * step;
        }

        if (shape.Contains(0))
        {
            return first <= storage.Count ? new TorchTensorRef(storage, 0, shape, steps) : throw Wrong();
        }

        if (last >= storage.Count)
        {
            throw Wrong();
        }

        return count <= storage.Count
            ? new TorchTensorRef(storage, first, shape, steps)
            : throw new InputException($"{where}: a tensor of {Shown(size)} repeats the {storage.Count} elements that it is made of; save it with .contiguous().");

        InputException Wrong() => new(
            $"{where}: a tensor of {Shown(size)} with strides {Shown(strides)} from element {first} does not lie in its storage of {storage.Count} elements.");
    }

    private static string Shown(object?[] numbers) => $"({string.Join(", ", numbers.Take(8).Select(number => number is long value ? $"{value}" : "?"))}{(numbers.Length > 8 ? ", ..." : string.Empty)})";
}
