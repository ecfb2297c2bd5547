using Xunit;

namespace SteerScope.Tests.Support;

/// <summary>Finds the reference data: what the project ships under tests/fixtures, and ../shared where a checkout has it beside it.</summary>
public static class SharedData
{
    /// <summary>The project's root.</summary>
    public static string ProjectRoot { get; } = FindRoot();

    /// <summary>tests/fixtures: the few files that a clone needs.</summary>
    public static string Fixtures { get; } = Path.Combine(ProjectRoot, "tests", "fixtures");

    /// <summary>The folder with all reference data, or null when the clone stands alone.</summary>
    public static string? SharedRoot { get; } = FindShared();

    /// <summary>A path below the shared folder; null when it is not there.</summary>
    public static string? Shared(params string[] parts) =>
        SharedRoot is null ? null : Path.Combine([SharedRoot, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Pipeline.sln above {AppContext.BaseDirectory}.");
    }

    private static string? FindShared()
    {
        var beside = Path.GetFullPath(Path.Combine(ProjectRoot, "..", "shared"));
        return Directory.Exists(Path.Combine(beside, "fixtures")) ? beside : null;
    }
}

/// <summary>A fact that needs ../shared; reported as skipped where a clone stands alone.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute()
    {
        if (SharedData.SharedRoot is null)
        {
            Skip = "needs ../shared (reference data beside the checkout)";
        }
    }
}

/// <summary>A theory that needs ../shared; reported as skipped where a clone stands alone.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute()
    {
        if (SharedData.SharedRoot is null)
        {
            Skip = "needs ../shared (reference data beside the checkout)";
        }
    }
}
