namespace SteerScope.Scale;

/// <summary>What a member has used.</summary>
/// <param name="CpuSeconds">Since its start.</param>
/// <param name="Heap">Managed heap, in bytes, with what is not collected yet.</param>
/// <param name="WorkingSet">In bytes.</param>
internal readonly record struct MemberUse(double CpuSeconds, long Heap, long WorkingSet);
