using System.Numerics;
using SteerScope.Compute;

namespace SteerScope.Saes.Training;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1): m and v are the running means of the gradient and of its square, p -= lr * m̂ / (sqrt(v̂) + eps)
/// with both corrected for their start at zero. Element by element, so that its bits do not depend on threads.
/// </summary>
internal sealed class AdamOptimiser(IDenseProducts products, SaeParameters first, SaeParameters second, SaeKind kind)
{
    // JumpReLU: Rajamanoharan et al., section 4, without momentum. TopK: Gao et al., appendix A.3.
    private readonly (double Beta1, double Beta2, double Epsilon) settings = kind == SaeKind.Jumprelu ? (0, 0.999, 1e-8) : (0.9, 0.999, 6.25e-10);

    /// <summary>Running means of the gradients.</summary>
    public SaeParameters First { get; } = first;

    /// <summary>Running means of their squares.</summary>
    public SaeParameters Second { get; } = second;

    /// <summary>One step.</summary>
    /// <param name="parameters">What is learned; changed in place.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="step">Number of the step, from 1.</param>
    public void Step(SaeParameters parameters, SaeParameters gradients, double rate, int step)
    {
        var size = (float)(rate / (1 - Math.Pow(settings.Beta1, step)));
        var scale = (float)(1 / Math.Sqrt(1 - Math.Pow(settings.Beta2, step)));
        for (var tensor = 0; tensor < parameters.Tensors.Count; tensor++)
        {
            var (p, g) = (parameters.Tensors[tensor].Values, gradients.Tensors[tensor].Values);
            var (m, v) = (First.Tensors[tensor].Values, Second.Tensors[tensor].Values);
            products.Spread(p.Length, (from, count) => Update(
                p.AsSpan(from, count), g.AsSpan(from, count), m.AsSpan(from, count), v.AsSpan(from, count), size, scale));
        }
    }

    private void Update(Span<float> p, Span<float> g, Span<float> m, Span<float> v, float size, float scale)
    {
        var (beta1, beta2, epsilon) = ((float)settings.Beta1, (float)settings.Beta2, (float)settings.Epsilon);
        var (new1, new2) = ((float)(1 - settings.Beta1), (float)(1 - settings.Beta2));
        var i = 0;
        for (; i <= p.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var slope = new Vector<float>(g[i..]);
            var mean = (new Vector<float>(m[i..]) * beta1) + (slope * new1);
            var square = (new Vector<float>(v[i..]) * beta2) + (slope * slope * new2);
            mean.CopyTo(m[i..]);
            square.CopyTo(v[i..]);
            (new Vector<float>(p[i..]) - (mean * size / ((Vector.SquareRoot(square) * scale) + new Vector<float>(epsilon)))).CopyTo(p[i..]);
        }

        for (; i < p.Length; i++)
        {
            m[i] = (m[i] * beta1) + (g[i] * new1);
            v[i] = (v[i] * beta2) + (g[i] * g[i] * new2);
            p[i] -= m[i] * size / ((MathF.Sqrt(v[i]) * scale) + epsilon);
        }
    }
}
