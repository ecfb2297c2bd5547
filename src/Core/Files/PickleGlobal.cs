namespace SteerScope.Files;

/// <summary>A name that a pickle refers to; nothing but the name is ever looked at.</summary>
/// <param name="Name">Module and name with a dot between, e.g. <c>collections.OrderedDict</c>.</param>
internal sealed record PickleGlobal(string Name);
