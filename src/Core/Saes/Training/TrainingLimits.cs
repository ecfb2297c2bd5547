namespace SteerScope.Saes.Training;

/// <summary>Refuses settings that cannot be trained with, by the names of the command's options.</summary>
public static class TrainingLimits
{
    // What one entry of an npz archive takes here.
    private const int LargestMatrix = int.MaxValue / sizeof(float);

    /// <summary>Looks at every setting.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="width">d of the model.</param>
    /// <exception cref="InputException">One is out of its range, or more than fits an array.</exception>
    public static void Check(TrainingSettings settings, int width)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Require(settings.Features >= 1, $"--width is {settings.Features}", "at least 1");
        Require(settings.Steps >= 1, $"--steps is {settings.Steps}", "at least 1");
        Require(settings.Batch >= 1, $"--batch is {settings.Batch}", "at least 1");
        Require(settings.Buffer >= settings.Batch, $"--buffer is {settings.Buffer}", $"at least the {settings.Batch} tokens of a batch");
        Require(settings.Seed >= 0, $"--seed is {settings.Seed}", "at least 0");
        Require(settings.DeadAfter is null or >= 1, $"--dead-tokens is {settings.DeadAfter}", "at least 1");
        Positive("--lr", settings.PeakLearningRate);
        Positive("--bandwidth", settings.Bandwidth);
        Positive("--threshold", settings.InitialThreshold);
        Positive("--sparsity", settings.Sparsity);
        Require(double.IsFinite(settings.AuxiliaryWeight) && settings.AuxiliaryWeight >= 0, $"--aux-weight is {settings.AuxiliaryWeight}", "a number from 0");
        Require(settings.K >= 1 && settings.K <= settings.Features, $"--k is {settings.K}", $"from 1 to the {settings.Features} features of --width");
        Require(
            settings.TargetL0 is not { } l0 || (l0 > 0 && l0 <= settings.Features), $"--l0 is {settings.TargetL0}", $"above 0 and at most the {settings.Features} features of --width");
        Require((long)settings.Features * width <= LargestMatrix, $"--width {settings.Features} by the model's {width}", $"at most {LargestMatrix} weights");
        Require((long)settings.Features * settings.Batch <= Array.MaxLength, $"--width {settings.Features} by --batch {settings.Batch}", $"at most {Array.MaxLength} activations");
        Require((long)settings.Buffer * width <= Array.MaxLength, $"--buffer {settings.Buffer} by the model's {width}", $"at most {Array.MaxLength} activations");
    }

    private static void Positive(string option, double value) => Require(double.IsFinite(value) && value > 0, $"{option} is {value}", "a number above 0");

    private static void Require(bool right, string what, string should)
    {
        if (!right)
        {
            throw new InputException($"{what}; it should be {should}.");
        }
    }
}
