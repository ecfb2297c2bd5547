using System.Globalization;

namespace SteerScope.Client.Composition;

/// <summary>The names of devices as the command and the spec take them.</summary>
internal static class DeviceName
{
    /// <summary>The one name that a device has in keys and tables: <c>cpu</c>, <c>torch-cpu</c>, <c>torch-cuda:N</c>.</summary>
    /// <param name="text">As given; <c>cuda</c> is short for <c>torch-cuda</c>, and without a number the first one is meant.</param>
    /// <exception cref="InputException">It is no device's name.</exception>
    public static string Parse(string text)
    {
        var name = text.StartsWith("cuda", StringComparison.Ordinal) ? "torch-" + text : text;
        return name switch
        {
            "cpu" or "torch-cpu" => name,
            "torch-cuda" => "torch-cuda:0",
            _ when name.StartsWith("torch-cuda:", StringComparison.Ordinal)
                && int.TryParse(name.AsSpan("torch-cuda:".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
                string.Create(CultureInfo.InvariantCulture, $"torch-cuda:{number}"),
            _ => throw new InputException($"--device {text}: there is no such device; it should be cpu, torch-cpu or cuda:N."),
        };
    }
}
