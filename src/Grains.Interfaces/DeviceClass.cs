namespace SteerScope.Grains;

/// <summary>
/// Classes of devices: <c>cpu</c>, <c>torch-cpu</c>, <c>torch-cuda</c>, and <c>torch-cuda.h200</c> for those whose kind of
/// GPU is named. Results are bit-identical within the last kind of class only; a sweep that names a GPU gets no other.
/// </summary>
public static class DeviceClass
{
    /// <summary>Classes of a device, from general to special.</summary>
    /// <param name="device">Its name as recorded: <c>torch-cuda:0</c>.</param>
    /// <param name="gpu">Kind of GPU, or null.</param>
    public static IReadOnlyList<string> Of(string device, string? gpu)
    {
        ArgumentNullException.ThrowIfNull(device);
        var general = device.Split(':')[0];
        return string.IsNullOrEmpty(gpu) || general != "torch-cuda" ? [general] : [general, Special(general, gpu)];
    }

    /// <summary>The class that a sweep asks for.</summary>
    public static string Wanted(string device, string? gpu) => Of(device, gpu)[^1];

    private static string Special(string general, string gpu) =>
        $"{general}.{string.Concat(gpu.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))}";
}
