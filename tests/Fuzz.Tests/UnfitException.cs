namespace SteerScope.Fuzz.Tests;

/// <summary>A refusal whose words nobody has looked at.</summary>
internal sealed class UnfitException(string message) : Exception(message);
