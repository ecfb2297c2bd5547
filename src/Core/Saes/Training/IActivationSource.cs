namespace SteerScope.Saes.Training;

/// <summary>Where the rows come from that SAEs are trained on: several layers of the same tokens.</summary>
public interface IActivationSource
{
    /// <summary>d.</summary>
    int Width { get; }

    /// <summary>The layers.</summary>
    IReadOnlyList<int> Layers { get; }

    /// <summary>Rows of every layer from a position on; the same position and number give the same bits.</summary>
    /// <param name="position">0, or where an earlier block ended.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="cancellation">Looked at between passes of the model.</param>
    ActivationBlock Read(long position, int rows, CancellationToken cancellation);

    /// <summary>Rows that <see cref="Read"/> never gives, a bounded number at a time: per layer [n, d].</summary>
    IEnumerable<IReadOnlyList<float[]>> HeldOut(CancellationToken cancellation);
}
