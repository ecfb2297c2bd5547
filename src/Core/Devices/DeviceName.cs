using System.Globalization;
using System.Text.RegularExpressions;

namespace SteerScope.Devices;

/// <summary>Names of compute devices as people write them: <c>cpu</c>, <c>torch-cpu</c>, <c>cuda</c>, <c>cuda:N</c>, <c>torch-cuda:N</c>.</summary>
public static partial class DeviceName
{
    /// <summary>What is allowed, for messages.</summary>
    public const string Forms = "cpu, torch-cpu, cuda or cuda:N";

    /// <summary>The one spelling that is recorded: <c>cpu</c>, <c>torch-cpu</c>, <c>torch-cuda:N</c>; null when the text is no device.</summary>
    public static string? Canonical(string text)
    {
        var match = Form().Match(text);
        if (!match.Success)
        {
            return null;
        }

        return match.Groups["cuda"].Success
            ? string.Create(CultureInfo.InvariantCulture, $"torch-cuda:{(match.Groups["index"].Success ? int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture) : 0)}")
            : text;
    }

    /// <summary>As <see cref="Canonical"/>.</summary>
    /// <param name="text">The name.</param>
    /// <param name="field">Where it was written, for the error.</param>
    /// <exception cref="InputException">It is no device.</exception>
    public static string Parse(string text, string field) =>
        Canonical(text) ?? throw new InputException($"{field} is '{text}'; it should be {Forms}.");

    [GeneratedRegex(@"\A(cpu|torch-cpu|(?<cuda>(torch-)?cuda)(:(?<index>[0-9]{1,3}))?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
