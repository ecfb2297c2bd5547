namespace SteerScope.Models;

/// <summary>A matrix of a <see cref="Trace"/> on the host.</summary>
/// <param name="Name">Name in the file: <c>layer0.resid_pre</c>, <c>layer3.resid_post</c>, <c>final_norm</c> or <c>logits</c>.</param>
/// <param name="Values">Row-major values.</param>
/// <param name="Rows">Number of tokens, T.</param>
/// <param name="Columns">Width d, or the vocabulary V for the logits.</param>
public sealed record TraceTensor(string Name, float[] Values, int Rows, int Columns);
