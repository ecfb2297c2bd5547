using System.Buffers.Binary;
using System.Text;

namespace SteerScope.Files;

/// <summary>
/// Reads a pickle (Python's pickletools, protocols 2 to 5) as far as a PyTorch state dict needs it. It is a reader of data:
/// names of Python objects stay names, and whatever is to be called, built or loaded is asked of <see cref="TorchPickle"/>,
/// which knows a fixed few. Its memory is bounded by the length of the pickle, and nothing recurses.
/// </summary>
internal ref struct PickleReader
{
    private readonly ReadOnlySpan<byte> bytes;
    private readonly string where;
    private readonly List<object?> stack = [];
    private readonly List<int> marks = [];
    private readonly Dictionary<long, object?> memo = [];
    private int at;

    public PickleReader(ReadOnlySpan<byte> bytes, string where)
    {
        this.bytes = bytes;
        this.where = where;
    }

    /// <summary>The value that the pickle holds.</summary>
    /// <exception cref="InputException">It is damaged, or asks for more than tensors and plain values.</exception>
    public object? Read()
    {
        while (true)
        {
            var code = Take(1)[0];
            if (code == (byte)'.')
            {
                return Pop();
            }

            if (!Plain(code) && !Collection(code))
            {
                Object(code);
            }
        }
    }

    private readonly InputException Damaged(string what) =>
        new($"{where} is damaged: {what} at byte {at} of {bytes.Length}; fetch the file again.");

    private bool Plain(byte code)
    {
        switch (code)
        {
            case 0x80: // PROTO
                if (Take(1)[0] is < 2 or > 5)
                {
                    throw Damaged("its pickle has an unknown protocol");
                }

                return true;
            case 0x95: // FRAME: a hint for readers of streams
                Take(8);
                return true;
            case (byte)'N':
                return Push(null);
            case 0x88:
                return Push(true);
            case 0x89:
                return Push(false);
            case (byte)'K':
                return Push((long)Take(1)[0]);
            case (byte)'M':
                return Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
            case (byte)'J':
                return Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
            case 0x8a: // LONG1
                return Push(Long(Take(Take(1)[0])));
            case (byte)'G':
                return Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
            case (byte)'X':
                return Push(Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
            case 0x8c: // SHORT_BINUNICODE
                return Push(Text(Take(1)[0]));
            default:
                return Memo(code);
        }
    }

    private bool Memo(byte code)
    {
        switch (code)
        {
            case (byte)'q': // BINPUT
                memo[Take(1)[0]] = Peek();
                return true;
            case (byte)'r':
                memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Peek();
                return true;
            case 0x94: // MEMOIZE
                memo[memo.Count] = Peek();
                return true;
            case (byte)'h':
                return Push(Recall(Take(1)[0]));
            case (byte)'j':
                return Push(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
            default:
                return false;
        }
    }

    private bool Collection(byte code)
    {
        switch (code)
        {
            case (byte)'(':
                marks.Add(stack.Count);
                return true;
            case (byte)'0': // POP
                Pop();
                return true;
            case (byte)')':
                return Push(new PickleTuple([]));
            case 0x85 or 0x86 or 0x87: // TUPLE1 to TUPLE3
                return Push(new PickleTuple(Pop(code - 0x84)));
            case (byte)'t':
                return Push(new PickleTuple(PopToMark()));
            case (byte)']':
                return Push(new List<object?>());
            case (byte)'a':
                var item = Pop();
                List().Add(item);
                return true;
            case (byte)'e':
                var items = PopToMark();
                List().AddRange(items);
                return true;
            case (byte)'}':
                return Push(new PickleDictionary());
            case (byte)'s':
                Add(Pop(2));
                return true;
            case (byte)'u':
                Add(PopToMark());
                return true;
            default:
                return false;
        }
    }

    private void Object(byte code)
    {
        switch (code)
        {
            case (byte)'c': // GLOBAL
                Push(TorchPickle.Global(Line(), Line(), where));
                break;
            case 0x93: // STACK_GLOBAL
                var names = Pop(2);
                Push(TorchPickle.Global(names[0] as string ?? "?", names[1] as string ?? "?", where));
                break;
            case (byte)'i': // INST: a name, and a call of it
                throw TorchPickle.Refused($"{Line()}.{Line()}", where);
            case (byte)'Q': // BINPERSID
                Push(TorchPickle.Persistent(Pop(), where));
                break;
            case (byte)'R': // REDUCE
                var call = Pop(2);
                Push(TorchPickle.Reduce(call[0], call[1], where));
                break;
            case (byte)'b': // BUILD
                var state = Pop();
                TorchPickle.Build(Peek(), state, where);
                break;
            case 0x81 or 0x92 or (byte)'o': // NEWOBJ, NEWOBJ_EX, OBJ
                throw TorchPickle.Refused(stack.OfType<PickleGlobal>().LastOrDefault()?.Name ?? "an object", where);
            default:
                throw new InputException($"{where}: its pickle has the instruction 0x{code:x2}, which no state dict of tensors needs and which is not read.");
        }
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > bytes.Length - at)
        {
            throw Damaged("its pickle ends early");
        }

        var taken = bytes.Slice(at, (int)count);
        at += (int)count;
        return taken;
    }

    private string Text(long length) => Encoding.UTF8.GetString(Take(length));

    private string Line()
    {
        var length = bytes[at..].IndexOf((byte)'\n');
        var text = length < 0 ? throw Damaged("its pickle ends early") : Text(length);
        at++;
        return text;
    }

    private readonly long Long(ReadOnlySpan<byte> little)
    {
        if (little.Length > sizeof(long))
        {
            throw Damaged("its pickle has a number of more than 64 bits");
        }

        var value = little.Length > 0 && little[^1] >= 0x80 ? -1L : 0;
        for (var i = little.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | little[i];
        }

        return value;
    }

    private readonly bool Push(object? value)
    {
        stack.Add(value);
        return true;
    }

    // A mark shields what lies below it, as in CPython.
    private readonly int Floor => marks.Count > 0 ? marks[^1] : 0;

    private readonly object? Peek() => stack.Count > Floor ? stack[^1] : throw Damaged("its pickle takes a value that is not there");

    private readonly object? Pop() => Pop(1)[0];

    private readonly object?[] Pop(int count)
    {
        if (stack.Count - count < Floor)
        {
            throw Damaged("its pickle takes a value that is not there");
        }

        var values = stack.GetRange(stack.Count - count, count).ToArray();
        stack.RemoveRange(stack.Count - count, count);
        return values;
    }

    private readonly object?[] PopToMark()
    {
        if (marks.Count == 0)
        {
            throw Damaged("its pickle takes a mark that is not there");
        }

        var values = Pop(stack.Count - marks[^1]);
        marks.RemoveAt(marks.Count - 1);
        return values;
    }

    private readonly object? Recall(long index) =>
        memo.TryGetValue(index, out var value) ? value : throw Damaged("its pickle recalls a value that is not there");

    private readonly List<object?> List() => Peek() as List<object?> ?? throw Damaged("its pickle appends to what is no list");

    private readonly void Add(object?[] keysAndValues)
    {
        if (Peek() is not PickleDictionary dictionary || keysAndValues.Length % 2 != 0)
        {
            throw Damaged("its pickle sets items of what is no dict");
        }

        for (var i = 0; i < keysAndValues.Length; i += 2)
        {
            dictionary.Pairs.Add(new(keysAndValues[i], keysAndValues[i + 1]));
        }
    }
}
