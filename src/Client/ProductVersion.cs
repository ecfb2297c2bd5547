using System.Reflection;
using SteerScope.Client.Composition;

namespace SteerScope.Client;

/// <summary>Which version and build this is.</summary>
internal static class ProductVersion
{
    /// <summary>The version number.</summary>
    public static string Number { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>One line: version, build, and why this build.</summary>
    public static string Text
    {
        get
        {
            var reason = Environment.GetEnvironmentVariable("STEERSCOPE_BUILD_REASON");
            return $"steerscope {Number}, {Providers.Build} build{(string.IsNullOrEmpty(reason) ? "" : $" ({reason})")}, .NET {Environment.Version}";
        }
    }
}
