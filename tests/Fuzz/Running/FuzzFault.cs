namespace SteerScope.Fuzz.Running;

/// <summary>A fault, once per <paramref name="Signature"/>.</summary>
/// <param name="Target">The target.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Signature">Equal for faults that are most likely the same.</param>
/// <param name="Detail">The exception with its stack, the message, the numbers.</param>
/// <param name="Input">The input.</param>
/// <param name="Minimal">A smaller file with the same fault, where one was looked for.</param>
public sealed record FuzzFault(string Target, FaultKind Kind, string Signature, string Detail, FuzzInput Input, byte[]? Minimal = null)
{
    /// <summary>The command that runs this input and no other.</summary>
    public string Command(ulong seed) =>
        $"dotnet run --project tests/Fuzz -c Release -- --target {Target} --seed {seed} --only {Input.Number}";
}
