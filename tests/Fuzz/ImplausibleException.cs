namespace SteerScope.Fuzz;

/// <summary>A file was accepted, and what was read of it contradicts itself.</summary>
public sealed class ImplausibleException(string message) : Exception(message);
