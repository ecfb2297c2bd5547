namespace SteerScope.Compute;

/// <summary>Element-wise non-linearity of an MLP.</summary>
public enum Activation
{
    /// <summary>x * sigmoid(x) (Llama's "silu").</summary>
    Silu,

    /// <summary>Exact GELU: x * Phi(x), with erf.</summary>
    Gelu,

    /// <summary>GELU's tanh form: 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) ("gelu_new", "gelu_pytorch_tanh").</summary>
    GeluTanh,

    /// <summary>max(x, 0).</summary>
    Relu,
}
