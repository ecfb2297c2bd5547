using SteerScope.Fuzz.Json;

namespace SteerScope.Fuzz.Mutators;

/// <summary>Changes one value of a JSON file, so that the rest of it still reads well.</summary>
internal sealed class JsonMutator : IMutator
{
    private const int LongestRepetition = 1 << 19;

    /// <inheritdoc/>
    public byte[]? Apply(FuzzRandom random, byte[] content, byte[] other)
    {
        if (JsonTree.Parse(content) is not { } root)
        {
            return null;
        }

        Change(random, root, () => JsonTree.Parse(other));
        return root.ToBytes();
    }

    /// <summary>Changes a tree.</summary>
    public static void Change(FuzzRandom random, JsonTree root, Func<JsonTree?> other)
    {
        var all = root.All();
        var node = random.Pick(all);
        switch (random.Below(10))
        {
            case 0 or 1 or 2:
                node.Become(JsonValues.Nasty(random));
                break;
            case 3:
                Remove(random, node);
                break;
            case 4:
                Double(random, node);
                break;
            case 5:
                Rename(random, all);
                break;
            case 6:
                node.Become(random.Pick(all).Copy());
                break;
            case 7:
                node.Become(other() is { } tree ? random.Pick(tree.All()) : JsonValues.Nasty(random));
                break;
            case 8:
                node.Become(JsonValues.Wrapped(random, node.Copy()));
                break;
            default:
                Leaf(random, all);
                break;
        }
    }

    private static void Remove(FuzzRandom random, JsonTree node)
    {
        if (node.Members is { Count: > 0 } members)
        {
            members.RemoveAt(random.Below(members.Count));
        }
        else if (node.Items is { Count: > 0 } items)
        {
            items.RemoveAt(random.Below(items.Count));
        }
        else
        {
            node.Become(JsonTree.Leaf("null"));
        }
    }

    // Twice, or often; the copy may stand anywhere and hold something else.
    private static void Double(FuzzRandom random, JsonTree node)
    {
        var often = random.OneIn(20) ? random.OneIn(20) ? 20_000 : 1_000 : 1;
        if (node.Members is { Count: > 0 } members)
        {
            var (key, value) = random.Pick(members);
            value = random.OneIn(2) ? JsonValues.Nasty(random) : value.Copy();
            members.InsertRange(random.Below(members.Count + 1), Enumerable.Repeat((key, value), Times(often, key.Length, value)));
        }
        else if (node.Items is { Count: > 0 } items)
        {
            var item = random.Pick(items).Copy();
            items.InsertRange(random.Below(items.Count + 1), Enumerable.Repeat(item, Times(often, 0, item)));
        }
    }

    private static int Times(int often, int keyLength, JsonTree value) => Math.Clamp(LongestRepetition / (keyLength + value.ToBytes().Length + 1), 1, often);

    private static void Rename(FuzzRandom random, List<JsonTree> all)
    {
        var objects = all.Where(node => node.Members is { Count: > 0 }).ToList();
        if (objects.Count > 0)
        {
            var members = random.Pick(objects).Members!;
            var at = random.Below(members.Count);
            var key = random.OneIn(2) ? random.Pick(random.Pick(objects).Members!).Key : JsonValues.Text(random);
            members[at] = (key, members[at].Value);
        }
    }

    private static void Leaf(FuzzRandom random, List<JsonTree> all)
    {
        var leaves = all.Where(node => node.Raw is not null).ToList();
        if (leaves.Count > 0)
        {
            var leaf = random.Pick(leaves);
            leaf.Become(JsonTree.Leaf(JsonValues.Near(random, leaf.Raw!)));
        }
    }
}
