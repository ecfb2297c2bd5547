using SteerScope.Fuzz.Running;

namespace SteerScope.Fuzz.Tests;

/// <summary>A folder of its own for one test, removed afterwards.</summary>
internal sealed class WorkFolder : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(FuzzOptions.WorkFolders, $"test-{Guid.NewGuid():N}")).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
