using System.Runtime.InteropServices;

namespace SteerScope.Measuring;

/// <summary>
/// Copies one large array to another, as STREAM's copy does: the bytes that are read and the bytes that are written both count,
/// and what the hardware reads of the destination before it writes does not.
/// </summary>
public sealed unsafe class MemoryCopy : IContender, IDisposable
{
    /// <summary>Bytes of an array: several times the last-level cache of most machines.</summary>
    private const long Size = 256L << 20;

    private readonly int threads;
    private readonly byte* source;
    private readonly byte* destination;

    /// <summary>Allocates and touches both arrays.</summary>
    public MemoryCopy(int threads)
    {
        this.threads = threads;
        source = (byte*)NativeMemory.AlignedAlloc((nuint)Size, 4096);
        destination = (byte*)NativeMemory.AlignedAlloc((nuint)Size, 4096);
        NativeMemory.Fill(source, (nuint)Size, 1);
        NativeMemory.Fill(destination, (nuint)Size, 2);
    }

    /// <inheritdoc/>
    public string Name => "copy";

    /// <summary>Bytes read plus bytes written by one call.</summary>
    public static double Bytes => 2.0 * Size;

    /// <inheritdoc/>
    public Timing Run(int repeats) => ProcessClock.Time(Once, repeats);

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(source);
        NativeMemory.AlignedFree(destination);
    }

    private void Once()
    {
        if (threads == 1)
        {
            Copy(0);
        }
        else
        {
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, Copy);
        }
    }

    private void Copy(int part)
    {
        var first = Size / threads * part;
        NativeMemory.Copy(source + first, destination + first, (nuint)(Size / threads));
    }
}
