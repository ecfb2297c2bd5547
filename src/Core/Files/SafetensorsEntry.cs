namespace SteerScope.Files;

/// <summary>One tensor as the header of a safetensors file describes it.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Type">Element type as the file spells it: <c>F32</c>, <c>BF16</c>, <c>F8_E4M3</c>, ...</param>
/// <param name="Shape">Shape, outermost dimension first; empty for a scalar.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">Byte after the last one, counted from the end of the header.</param>
public sealed record SafetensorsEntry(string Name, string Type, IReadOnlyList<int> Shape, long Begin, long End);
