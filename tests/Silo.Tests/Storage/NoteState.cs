namespace SteerScope.Silo.Tests.Storage;

/// <summary>A state to keep.</summary>
[GenerateSerializer]
public sealed class NoteState
{
    [Id(0)]
    public string? Text { get; set; }

    [Id(1)]
    public List<long> Numbers { get; set; } = [];
}
