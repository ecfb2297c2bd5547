using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SteerScope.Client.Composition;
using SteerScope.Client.Progress;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client.Commands;

/// <summary><c>steerscope plan</c>: what a sweep would do, and what it needs. Nothing is run or written.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var sweepArgument = new SweepArgument();
        var command = new Command("plan", "items, tokens, disk and memory that a sweep needs; nothing is run");
        sweepArgument.AddTo(command);
        command.SetAction(parse =>
        {
            var spec = sweepArgument.Load(parse);
            var folder = new SweepFolder(SpecPaths.Full(spec, spec.Out));
            using (var device = Providers.Open(spec.Compute.Device, threads: 1))
            {
                // A plan for a device that this build or machine lacks would be refused only when it is run.
                device.Require(spec.Model.Precision);
            }

            var sweep = SweepPreparer.Prepare(spec, spec.Compute.Device, folder.OpenDigests());
            var plan = SweepPlanner.Plan(sweep);
            var estimate = PlanEstimate.Of(sweep, plan);
            Console.Out.WriteLine(sweepArgument.Json(parse) ? Json(plan, estimate, sweep) : Text(plan, estimate, sweep));
            return ExitCode.Done;
        });
        return command;
    }

    private static string Text(SweepPlan plan, PlanEstimate estimate, PreparedSweep sweep)
    {
        var lines = new List<string>
        {
            $"model       {sweep.Shape.ModelType}, {sweep.Shape.Layers} layers of width {sweep.Shape.Width}; {sweep.Layers.Count} of them in this sweep",
            $"behaviours  {string.Join(", ", sweep.Behaviours.Select(b => $"{b.Name} ({b.Split.Train.Count} train, {b.Split.Test.Count} test of {b.Tokenized.RowCount})"))}",
        };
        foreach (var behaviour in sweep.Behaviours)
        {
            lines.AddRange(behaviour.Tokenized.LeftOut.GroupBy(row => row.Reason).OrderBy(group => group.Key).Select(group =>
                $"            {behaviour.Name}: {group.Count()} left out, {SnakeCase.Of(group.Key).Replace('_', ' ')}; first line {group.First().Line}: {group.First().Detail}"));
            if (behaviour.Split.PassedOver.Count > 0)
            {
                lines.Add($"            {behaviour.Name}: {behaviour.Split.PassedOver.Count} passed over to balance the letters");
            }

            if (behaviour.Letters.Warning() is { } warning)
            {
                lines.Add($"            {behaviour.Name}: {warning}");
            }
        }

        lines.AddRange(sweep.Saes.GroupBy(s => s.Name).Select(g =>
            $"sae         {g.Key} ({g.First().Architecture}, {g.First().Features} features; layers {string.Join(", ", g.Select(s => s.Layer))})"));
        if (sweep.Corpus is { } corpus)
        {
            var asked = sweep.Spec.Corpus!.Tokens;
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"text        {corpus.CountedTokens:N0} tokens{(corpus.TokensTaken < asked ? $" ({asked:N0} were asked for; the files hold no more)" : "")}"));
        }

        lines.Add("first prompt, as the model reads it, with the matching answer:");
        lines.AddRange(sweep.FirstPrompt.Split('\n').Select(line => "    " + line));
        lines.Add("its tokens: " + sweep.FirstPromptTokens);
        if (sweep.TemplateWarning is { } doubt)
        {
            lines.Add("warning: " + doubt);
        }

        foreach (var stage in PlanSize.Of(plan))
        {
            lines.Add(string.Create(
                CultureInfo.InvariantCulture, $"{StageProgress.NameOf(stage.Stage),-11} {stage.Items,6:N0} items  {stage.Artifacts,7:N0} artifacts  {stage.Tokens,13:N0} tokens"));
        }

        lines.Add(string.Create(CultureInfo.InvariantCulture, $"passes      {estimate.ForwardPasses:N0} forward passes of at most {sweep.Spec.Compute.BatchTokens:N0} tokens"));
        lines.Add($"disk        about {Bytes(estimate.DiskBytes)}");
        lines.Add($"memory      about {Bytes(estimate.MemoryBytes)}");
        return string.Join(Environment.NewLine, lines);
    }

    private static string Json(SweepPlan plan, PlanEstimate estimate, PreparedSweep sweep) => JsonSerializer.Serialize(new
    {
        items = plan.Count,
        stages = PlanSize.Of(plan).ToDictionary(s => StageProgress.NameOf(s.Stage), s => new { items = s.Items, tokens = s.Tokens }),
        forward_passes = estimate.ForwardPasses,
        tokens = PlanSize.Of(plan).Sum(s => s.Tokens),
        disk_bytes = estimate.DiskBytes,
        memory_bytes = estimate.MemoryBytes,
        first_prompt = sweep.FirstPrompt,
        first_prompt_tokens = sweep.FirstPromptTokens,
        template_warning = sweep.TemplateWarning,
    });

    private static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / (1L << 30):0.0} GiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, bytes >> 20)} MiB"),
    };
}
