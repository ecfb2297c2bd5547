using System.CommandLine;
using SteerScope.Scale;

var members = new Option<int>("--members") { DefaultValueFactory = _ => 8, Description = "Processes, each a member of the cluster with a simulated device." };
var shards = new Option<int>("--shards") { DefaultValueFactory = _ => 100_000, Description = "Work items that need the model." };
var shardMs = new Option<double>("--shard-ms") { DefaultValueFactory = _ => 5, Description = "How long the simulated device sleeps for each." };
var limit = new Option<int>("--limit-s") { DefaultValueFactory = _ => 300, Description = "The sweep is cancelled after so many seconds; what was measured until then is printed." };
var folder = new Option<string>("--folder") { DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), $"steerscope-scale-{Environment.ProcessId}"), Description = "Where inputs and artifacts go; deleted at the end." };
var memory = new Option<bool>("--memory-only") { Description = "Measure the grain's memory only, without a cluster." };
var root = new RootCommand("Runs a sweep of many small shards on a cluster of this machine, on simulated devices, and prints what it costs.") { members, shards, shardMs, limit, folder, memory };
root.SetAction((result, _) => Measurement.RunAsync(new ScaleOptions(
    result.GetValue(members), result.GetValue(shards), result.GetValue(shardMs), result.GetValue(limit), result.GetValue(folder)!, result.GetValue(memory))));

var cluster = new Option<string>("--cluster") { Required = true };
var member = new Command("member", "One member; started by the benchmark.") { cluster, shardMs };
member.SetAction((result, _) => Member.RunAsync(result.GetValue(cluster)!, result.GetValue(shardMs)));
root.Subcommands.Add(member);
return await root.Parse(args).InvokeAsync();
