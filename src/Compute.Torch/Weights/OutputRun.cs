namespace SteerScope.Compute.Torch.Weights;

/// <summary>Chosen outputs that lie side by side in the file.</summary>
/// <param name="Output">First output of the map.</param>
/// <param name="Stored">First output in the file.</param>
/// <param name="Count">How many.</param>
internal readonly record struct OutputRun(int Output, int Stored, int Count)
{
    /// <summary>The outputs that a source takes, in order.</summary>
    public static List<OutputRun> Of(LinearSource source)
    {
        if (source.Outputs is not { } outputs)
        {
            return [new OutputRun(0, 0, source.OutputCount)];
        }

        List<OutputRun> runs = [];
        for (var output = 0; output < outputs.Count; output++)
        {
            if (runs.Count > 0 && runs[^1] is var last && last.Stored + last.Count == outputs[output])
            {
                runs[^1] = last with { Count = last.Count + 1 };
            }
            else
            {
                runs.Add(new OutputRun(output, outputs[output], 1));
            }
        }

        return runs;
    }
}
