using System.Reflection;
using System.Text.Json;

namespace SteerScope.Measuring.Worlds;

/// <summary>The Python of a benchmark: files that its assembly carries, and a request.</summary>
public static class PythonSource
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The source of some files, one after the other, which find the request as <c>request</c>.</summary>
    /// <param name="assembly">What carries the files.</param>
    /// <param name="files">Where the request is left: the ids of many texts are too long for a command line.</param>
    /// <param name="request">Its properties become keys in snake_case.</param>
    /// <param name="sources">Names of embedded files.</param>
    public static string Of(Assembly assembly, ExchangeFolder files, object request, params IReadOnlyList<string> sources)
    {
        var path = files["request.json"];
        File.WriteAllText(path, JsonSerializer.Serialize(request, Names));
        return $"import json\nwith open({JsonSerializer.Serialize(path)}) as _file:\n    request = json.load(_file)\n{string.Join('\n', sources.Select(name => Read(assembly, name)))}";
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"{assembly.GetName().Name} carries no file {name}.", nameof(name)));
        return reader.ReadToEnd();
    }
}
