using System.Globalization;

namespace SteerScope.Grains;

/// <summary>
/// Key of the grains that a session's attempts run in: <c>class/sweep/session</c>. The class of device stands first, for the
/// placement filter; the session's number is never used again, so that a call never ends up at an activation that hangs from a session before.
/// </summary>
/// <param name="DeviceClass">Class of the device, or <see cref="Merging"/>.</param>
/// <param name="Sweep">The sweep's id.</param>
/// <param name="Session">The session.</param>
public readonly record struct AttemptKey(string DeviceClass, string Sweep, long Session)
{
    /// <summary>Stands for any machine that takes the stages that need no model.</summary>
    public const string Merging = "merge";

    /// <summary>Reads the class from a key.</summary>
    public static string ClassOf(string key) => key[..Math.Max(0, key.IndexOf('/', StringComparison.Ordinal))];

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{DeviceClass}/{Sweep}/{Session}");
}
