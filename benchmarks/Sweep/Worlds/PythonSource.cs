using System.Text.Json;

namespace SteerScope.SweepBenchmark.Worlds;

/// <summary>The Python of a benchmark: the plain Llama, what is timed with it, and its request.</summary>
internal static class PythonSource
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The source of a file of this benchmark with the request in front, which it finds as <c>request</c>.</summary>
    public static string Of(string file, object request)
    {
        var json = JsonSerializer.Serialize(JsonSerializer.Serialize(request, Names));
        return $"import json\nrequest = json.loads({json})\n{Read("llama.py")}\n{Read(file)}";
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(PythonSource).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
