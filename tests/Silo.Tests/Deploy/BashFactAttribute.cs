using Xunit;

namespace SteerScope.Silo.Tests.Deploy;

/// <summary>A fact about a bash script; skipped where bash or openssl is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BashFactAttribute : FactAttribute
{
    public BashFactAttribute()
    {
        var missing = new[] { "bash", "openssl" }.Where(program => !(Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)))).ToArray();
        Skip = missing.Length == 0 ? null : $"needs {string.Join(" and ", missing)}";
    }
}
