using System.CommandLine;
using SteerScope.Client.Composition;

namespace SteerScope.Client.Commands;

/// <summary><c>steerscope silo</c>: makes this machine, or one of its GPUs, a member of a cluster.</summary>
internal static class SiloCommand
{
    public static Command Create()
    {
        var cluster = new ClusterOptions();
        var device = new Option<string>("--device") { Description = "cpu, torch-cpu, cuda:N, or none to merge only", HelpName = "DEVICE", DefaultValueFactory = _ => "cpu" };
        var workers = new Option<int>("--workers") { Description = "work items at a time, on cpu", HelpName = "N", DefaultValueFactory = _ => 1 };
        var threads = CommonOptions.Threads();
        var bind = new Option<string?>("--bind") { Description = "address to listen on (default: this machine only)", HelpName = "IP" };
        var advertise = new Option<string?>("--advertise") { Description = "address by which other machines reach it", HelpName = "IP" };
        var siloPort = new Option<int?>("--silo-port") { Description = "port for other members (default: a free one)", HelpName = "N" };
        var gatewayPort = new Option<int?>("--gateway-port") { Description = "port for clients (default: a free one)", HelpName = "N" };
        var labels = new Option<string[]>("--label") { Description = "a fact about the machine, such as gpu=h200; may be repeated", HelpName = "KEY=VALUE" };
        var drain = new Option<int>("--drain") { Description = "seconds that work may go on for when it is told to stop", HelpName = "SECONDS", DefaultValueFactory = _ => 30 };
        var root = new Option<string?>("--store-root") { Description = "folder that everything must lie in that a sweep names", HelpName = "FOLDER" };
        var dashboard = new Option<int?>("--dashboard") { Description = "port of the dashboard, on this machine only", HelpName = "N" };
        var metrics = new Option<string?>("--metrics") { Description = "port of /metrics and /ready, or otlp to send them", HelpName = "N|otlp" };
        var schema = new Option<bool>("--create-schema") { Description = "make the tables that a postgres:// cluster needs" };
        var command = new Command("silo", "be a member of a cluster until told to stop")
        {
            device, workers, threads, bind, advertise, siloPort, gatewayPort, labels, drain, root, dashboard, metrics, schema,
        };
        cluster.AddTo(command);
        command.SetAction(parse => Clusters.Silo(cluster.Require(parse), new SiloArguments
        {
            Device = parse.GetRequiredValue(device),
            Lanes = AtLeast(parse.GetRequiredValue(workers), 1, "--workers"),
            Threads = AtLeast(parse.GetValue(threads) ?? Environment.ProcessorCount, 1, "--threads"),
            Bind = parse.GetValue(bind),
            Advertise = parse.GetValue(advertise),
            SiloPort = parse.GetValue(siloPort),
            GatewayPort = parse.GetValue(gatewayPort),
            Labels = (parse.GetValue(labels) ?? []).Select(Label).ToDictionary(),
            DrainSeconds = AtLeast(parse.GetRequiredValue(drain), 0, "--drain"),
            StoreRoot = parse.GetValue(root),
            Dashboard = parse.GetValue(dashboard),
            Metrics = parse.GetValue(metrics),
            CreateSchema = parse.GetValue(schema),
        }));
        return command;
    }

    private static int AtLeast(int value, int least, string option) =>
        value >= least ? value : throw new InputException($"{option} should be at least {least}.");

    private static KeyValuePair<string, string> Label(string text) => text.Split('=', 2) is [{ Length: > 0 } key, { Length: > 0 } value]
        ? KeyValuePair.Create(key, value)
        : throw new InputException($"--label {text}: should be a key, an equals sign and a value, such as gpu=h200.");
}
