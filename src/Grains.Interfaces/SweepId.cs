using System.Security.Cryptography;
using System.Text;

namespace SteerScope.Grains;

/// <summary>Identity of a sweep in a cluster: one folder, one sweep; whoever submits it again means the same one.</summary>
public static class SweepId
{
    /// <summary>Id of the sweep that writes into a folder.</summary>
    /// <param name="folder">Absolute path on the cluster's machines.</param>
    public static string Of(string folder) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16];
}
