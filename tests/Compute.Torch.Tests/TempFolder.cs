namespace SteerScope.Compute.Torch.Tests;

/// <summary>A folder that is deleted with everything in it.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("steerscope-").FullName;

    public string this[params string[] parts] => Path.Combine([Root, .. parts]);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
