namespace SteerScope.Saes;

/// <summary>A tensor of an SAE's file.</summary>
/// <param name="Name">As the file says it.</param>
/// <param name="Type">Element type as in safetensors, e.g. <c>F32</c>.</param>
/// <param name="Shape">Outermost dimension first.</param>
public sealed record SaeTensorFact(string Name, string Type, IReadOnlyList<int> Shape);
