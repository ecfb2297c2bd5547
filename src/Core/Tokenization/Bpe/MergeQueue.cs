namespace SteerScope.Tokenization.Bpe;

/// <summary>Merges waiting to be done: lowest rank first, then the leftmost. A binary heap of packed (rank, position).</summary>
internal sealed class MergeQueue(int capacity)
{
    private ulong[] _heap = new ulong[Math.Max(capacity, 4)];
    private int _count;

    /// <summary>Adds a merge.</summary>
    public void Add(int rank, int position)
    {
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, _count * 2);
        }

        var item = ((ulong)(uint)rank << 32) | (uint)position;
        var at = _count++;
        while (at > 0 && _heap[(at - 1) / 2] > item)
        {
            _heap[at] = _heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }

        _heap[at] = item;
    }

    /// <summary>Takes the first merge.</summary>
    public bool TryTake(out int rank, out int position)
    {
        if (_count == 0)
        {
            (rank, position) = (0, 0);
            return false;
        }

        (rank, position) = ((int)(_heap[0] >> 32), (int)(uint)_heap[0]);
        var item = _heap[--_count];
        var at = 0;
        while ((2 * at) + 1 < _count)
        {
            var child = (2 * at) + 1;
            if (child + 1 < _count && _heap[child + 1] < _heap[child])
            {
                child++;
            }

            if (item <= _heap[child])
            {
                break;
            }

            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = item;
        return true;
    }
}
