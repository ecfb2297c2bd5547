using System.Runtime.InteropServices;

namespace SteerScope.Compute.Torch.Runtime;

/// <summary>
/// Environment variables as native libraries see them. .NET keeps a copy of its own, so that what is set with
/// <see cref="Environment.SetEnvironmentVariable(string, string)"/> does not reach <c>getenv</c>.
/// </summary>
internal static partial class NativeEnvironment
{
    /// <summary>The value that native code reads; null when there is none.</summary>
    public static string? Get(string name) => Marshal.PtrToStringUTF8(GetEnv(name));

    /// <summary>Sets a variable for native code of this process and for what it starts.</summary>
    public static void Set(string name, string value)
    {
        if (SetEnv(name, value, 1) != 0)
        {
            throw new InvalidOperationException($"setenv({name}) failed with error {Marshal.GetLastPInvokeError()}.");
        }

        Environment.SetEnvironmentVariable(name, value);
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetEnv(string name);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int SetEnv(string name, string value, int overwrite);
}
