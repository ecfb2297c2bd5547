using System.Globalization;
using System.Text.RegularExpressions;
using SteerScope.Silo.Addresses;
using SteerScope.Tests.Support;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace SteerScope.Silo.Tests.Deploy;

/// <summary>What can be checked of manifests without a cluster: that they parse, and that they mean what they say.</summary>
public sealed partial class ManifestTests
{
    private static readonly string Folder = Path.Combine(SharedData.ProjectRoot, "deploy");

    public static TheoryData<string> Manifests => new(Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal));

    public static TheoryData<string> SiloManifests => new("kubernetes/silo-gpu.yaml", "kubernetes/silo-cpu.yaml");

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Manifest_Arguments_AreOptionsThatTheCommandHas(string file)
    {
        foreach (var arguments in Documents(file).SelectMany(Arguments))
        {
            var known = arguments[0] switch { "silo" => KnownOptions.Silo, "run" => KnownOptions.Client, _ => ["--help"] };
            Assert.All(arguments.Where(argument => argument.StartsWith("--", StringComparison.Ordinal)), option => Assert.Contains(option, known));
            Assert.All(
                arguments.SelectMany(argument => Reference().Matches(argument)).Select(match => match.Groups[1].Value),
                name => Assert.Contains(name, KnownOptions.Variables));
            if (Value(arguments, "--cluster") is { } cluster)
            {
                Assert.Equal(cluster, ClusterAddress.Parse(cluster).ToString());
            }
        }
    }

    [Theory]
    [MemberData(nameof(SiloManifests))]
    public void Deployment_Silo_HasTimeToDrainAndNoCpuLimit(string file)
    {
        var pod = Get(Documents(file).Single(), "spec", "template", "spec");
        var container = Get(pod, "containers").AllNodes.OfType<YamlMappingNode>().First(node => node.Children.ContainsKey("args"));
        var arguments = Arguments(container).Single();

        Assert.True(Number(Get(pod, "terminationGracePeriodSeconds")) > int.Parse(Value(arguments, "--drain")!, CultureInfo.InvariantCulture));
        Assert.False(((YamlMappingNode)Get(container, "resources", "limits")).Children.ContainsKey("cpu"));
        Assert.Equal("gateway", ((YamlScalarNode)Get(container, "readinessProbe", "tcpSocket", "port")).Value);
        Assert.False(((YamlMappingNode)container).Children.ContainsKey("livenessProbe"));
        var ports = Get(container, "ports").AllNodes.OfType<YamlMappingNode>().ToDictionary(
            port => ((YamlScalarNode)Get(port, "name")).Value!, port => ((YamlScalarNode)Get(port, "containerPort")).Value);
        Assert.Equal(Value(arguments, "--gateway-port"), ports["gateway"]);
        Assert.Equal(Value(arguments, "--silo-port"), ports["silo"]);
        Assert.Equal(Value(arguments, "--metrics"), ports["metrics"]);

        var given = Get(container, "env").AllNodes.OfType<YamlMappingNode>()
            .Where(node => node.Children.ContainsKey("valueFrom")).Select(node => ((YamlScalarNode)Get(node, "name")).Value!);
        Assert.Equal(KnownOptions.Variables.Order(StringComparer.Ordinal), given.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(SiloManifests))]
    public void Deployment_Silo_HasADisruptionBudgetAndASecretWithItsFiles(string file)
    {
        var deployment = Documents(file).Single();
        var labels = Get(deployment, "spec", "template", "metadata", "labels").ToString();
        var budgets = Documents("kubernetes/disruption.yaml").Select(budget => Get(budget, "spec", "selector", "matchLabels").ToString());
        Assert.Contains(labels, budgets);

        var documented = File.ReadAllText(Path.Combine(SharedData.ProjectRoot, "docs", "cluster-setup.md"));
        foreach (var path in Arguments(deployment).Single().Where(argument => argument.StartsWith("/security/", StringComparison.Ordinal)))
        {
            Assert.Contains($"--from-file {Path.GetFileName(path)}", documented, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Kustomization_Resources_AreThere()
    {
        var resources = Get(Documents("kubernetes/kustomization.yaml").Single(), "resources").AllNodes.OfType<YamlScalarNode>().ToArray();

        Assert.True(resources.Length > 4);
        Assert.All(resources, resource => Assert.True(File.Exists(Path.Combine(Folder, "kubernetes", resource.Value!)), resource.Value));
    }

    [Fact]
    public void Compose_Silos_BindToTheirOwnAddressAndDrainInTime()
    {
        var services = Get(Documents("docker/compose.yaml").Single(), "services");
        foreach (var name in new[] { "silo-1", "silo-2" })
        {
            var silo = Get(services, name);
            var arguments = Arguments(silo).Single();
            Assert.Equal(((YamlScalarNode)Get(silo, "networks", "default", "ipv4_address")).Value, Value(arguments, "--bind"));
            Assert.True(int.Parse(Value(arguments, "--drain")!, CultureInfo.InvariantCulture) < 90);
        }
    }

    [Fact]
    public void Dockerfile_Copies_AreThere()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "docker", "Dockerfile")).Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal));

        Assert.All(lines.SelectMany(line => line.Split(' ')[1..^1]), source =>
            Assert.True(Path.Exists(Path.Combine(SharedData.ProjectRoot, source)), source));
    }

    [Fact]
    public void Documentation_OptionsOfTheCommand_AreKnown()
    {
        var text = File.ReadAllText(Path.Combine(SharedData.ProjectRoot, "docs", "cluster-setup.md")).Replace("\\\n", " ", StringComparison.Ordinal);
        var commands = text.Split('\n').Where(line => Command().IsMatch(line)).ToArray();

        Assert.True(commands.Length >= 6);
        Assert.All(commands, line => Assert.All(
            Option().Matches(line[Command().Match(line).Index..]).Select(match => match.Value),
            option => Assert.Contains(option, line.Contains("steerscope silo", StringComparison.Ordinal) ? KnownOptions.Silo : [.. KnownOptions.Client, "--version"])));
    }

    private static YamlMappingNode[] Documents(string file)
    {
        using var reader = File.OpenText(Path.Combine(Folder, file));
        var yaml = new YamlStream();
        yaml.Load(reader);
        Assert.NotEmpty(yaml.Documents);
        return [.. yaml.Documents.Select(document => Assert.IsType<YamlMappingNode>(document.RootNode))];
    }

    private static IEnumerable<string[]> Arguments(YamlNode node) => node.AllNodes.OfType<YamlMappingNode>()
        .SelectMany(mapping => mapping.Children)
        .Where(pair => pair.Key is YamlScalarNode { Value: "args" or "command" } && pair.Value is YamlSequenceNode)
        .Select(pair => ((YamlSequenceNode)pair.Value).Children.Select(child => ((YamlScalarNode)child).Value!).ToArray())
        .Where(arguments => arguments[0] is "silo" or "run" or "--help");

    private static YamlNode Get(YamlNode node, params string[] path) => path.Aggregate(node, (at, key) => ((YamlMappingNode)at).Children[new YamlScalarNode(key)]);

    private static int Number(YamlNode node) => int.Parse(((YamlScalarNode)node).Value!, CultureInfo.InvariantCulture);

    private static string? Value(string[] arguments, string option) =>
        Array.IndexOf(arguments, option) is >= 0 and var at ? arguments[at + 1] : null;

    [GeneratedRegex(@"\$\(([A-Z_]+)\)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"(\./steerscope|\bclient|\bsteerscope silo|steerscope run) (silo |run |--)")]
    private static partial Regex Command();

    [GeneratedRegex(@"--[a-z-]+")]
    private static partial Regex Option();
}
