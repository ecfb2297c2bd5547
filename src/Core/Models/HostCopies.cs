namespace SteerScope.Models;

/// <summary>Copies of small device tensors.</summary>
internal static class HostCopies
{
    /// <summary>Row-major host copy of a tensor.</summary>
    public static float[] ToHost<T>(this Transformer<T> model, T x)
        where T : class, IDisposable
    {
        var values = new float[checked(model.Ops.Rows(x) * model.Ops.Columns(x))];
        model.Ops.Download(x, values);
        return values;
    }
}
