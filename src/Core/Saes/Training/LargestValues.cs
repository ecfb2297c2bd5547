namespace SteerScope.Saes.Training;

/// <summary>
/// The k largest positive values of a row, by a heap whose root is the least of them. Of equal values the one with the lower index
/// stays, as in <see cref="SaeActivation"/>.
/// </summary>
internal sealed class LargestValues(int k)
{
    private readonly (float Value, int Index)[] heap = new (float, int)[k];
    private int count;

    /// <summary>Looks at a value; indices ascend.</summary>
    public void Offer(float value, int index)
    {
        if (count < k)
        {
            if (value > 0)
            {
                heap[count] = (value, index);
                Up(count++);
            }
        }
        else if (value > heap[0].Value)
        {
            heap[0] = (value, index);
            Down(0);
        }
    }

    /// <summary>Writes the values to their places, 0 elsewhere, and begins anew.</summary>
    /// <returns>How many there were.</returns>
    public int TakeInto(Span<float> row)
    {
        row.Clear();
        for (var i = 0; i < count; i++)
        {
            row[heap[i].Index] = heap[i].Value;
        }

        var taken = count;
        count = 0;
        return taken;
    }

    private static bool Less((float Value, int Index) a, (float Value, int Index) b) =>
        a.Value < b.Value || (a.Value == b.Value && a.Index > b.Index);

    private void Up(int at)
    {
        while (at > 0 && Less(heap[at], heap[(at - 1) / 2]))
        {
            (heap[at], heap[(at - 1) / 2]) = (heap[(at - 1) / 2], heap[at]);
            at = (at - 1) / 2;
        }
    }

    private void Down(int at)
    {
        while (true)
        {
            var least = at;
            for (var child = (2 * at) + 1; child <= (2 * at) + 2 && child < count; child++)
            {
                least = Less(heap[child], heap[least]) ? child : least;
            }

            if (least == at)
            {
                return;
            }

            (heap[at], heap[least]) = (heap[least], heap[at]);
            at = least;
        }
    }
}
