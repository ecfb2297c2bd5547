using System.Globalization;
using SteerScope.Silo.Addresses;
using SteerScope.Silo.Membership;
using SteerScope.Silo.Security;

namespace SteerScope.Silo.Tests.Support;

/// <summary>What the test assembly does as a program.</summary>
internal static class HelperProgram
{
    public static async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case ["hold", var file]:
                using (await new FileLock(file, TimeSpan.FromSeconds(30)).AcquireAsync())
                {
                    await ReadyAsync("held");
                }

                return 0;

            case ["insert", var folder, var first, var count]:
                await InsertAsync(folder, int.Parse(first, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture));
                return 0;

            case ["silo", var address]:
                using (var silo = await TestCluster.StartSiloAsync(ClusterAddress.Parse(address), ClusterSecurity.None))
                {
                    await ReadyAsync("active");
                    await silo.StopAsync();
                }

                return 0;

            default:
                Console.Error.WriteLine("hold FILE | insert FOLDER FIRST COUNT | silo ADDRESS");
                return 2;
        }
    }

    // Inserts as Orleans does: with what was just read, and again when somebody else was faster.
    private static async Task InsertAsync(string folder, int first, int count)
    {
        var table = TestMembers.OpenTable(folder);
        for (var generation = first; generation < first + count; generation++)
        {
            while (!await table.InsertRowAsync(TestMembers.Entry(generation), (await table.ReadAllAsync(default)).Version.Next(), default))
            {
            }
        }
    }

    private static async Task ReadyAsync(string word)
    {
        Console.WriteLine(word);
        await Console.In.ReadLineAsync();
    }
}
