namespace SteerScope.Saes.Training;

/// <summary>What a step computes on the way, kept from step to step.</summary>
internal sealed class SaeWorkspace
{
    public SaeWorkspace(int rows, int width, int features)
    {
        Pre = new float[checked(rows * features)];
        Activations = new float[Pre.Length];
        Slopes = new float[Pre.Length];
        Input = new float[checked(rows * width)];
        Residual = new float[Input.Length];
        Errors = new double[rows];
        Active = new int[features];
        Counts = new int[rows];
    }

    /// <summary>Pre-activations z [n, F].</summary>
    public float[] Pre { get; }

    /// <summary>f [n, F].</summary>
    public float[] Activations { get; }

    /// <summary>dL/df, then dL/dz [n, F].</summary>
    public float[] Slopes { get; }

    /// <summary>What is encoded [n, d].</summary>
    public float[] Input { get; }

    /// <summary>x̂ - x, then dL/dx̂ [n, d].</summary>
    public float[] Residual { get; }

    /// <summary>|x̂ - x|² [n].</summary>
    public double[] Errors { get; }

    /// <summary>Active features of a row [n].</summary>
    public int[] Counts { get; }

    /// <summary>Rows in which a feature is active [F].</summary>
    public int[] Active { get; }
}
