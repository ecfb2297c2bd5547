using SteerScope.Compute;
using SteerScope.Prompts;

namespace SteerScope.Saes.Training;

/// <summary>
/// Trains an SAE per layer, all on the same tokens. The text is taken in blocks of <see cref="TrainingSettings.Buffer"/> tokens, whose
/// activations are shuffled and cut into batches; the order follows from the seed and the number of the block, so that a training
/// that was interrupted sees the batches that it would have seen, and ends with the same bits.
/// </summary>
/// <param name="settings">What decides the result.</param>
/// <param name="source">The activations.</param>
/// <param name="products">Does the arithmetic.</param>
/// <param name="checkpoint">Where the state is saved; null saves nothing.</param>
/// <param name="interval">How often.</param>
/// <param name="time">The clock of intervals and reports.</param>
public sealed class SaeTraining(
    TrainingSettings settings, IActivationSource source, IDenseProducts products, string? checkpoint, SaveInterval interval, TimeProvider time)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(5);

    private readonly SaeTrainer[] trainers = [.. source.Layers.Select(_ => new SaeTrainer(settings, source.Width, products))];

    /// <summary>Trains from the checkpoint, or from the beginning where there is none, to the end.</summary>
    /// <returns>One entry per layer.</returns>
    /// <exception cref="InputException">The text or the checkpoint is at fault, or the loss grew beyond all numbers.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what was done is saved.</exception>
    public IReadOnlyList<TrainedSae> Run(ITrainingObserver observer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var position = checkpoint is not null && File.Exists(checkpoint)
            ? TrainingCheckpoint.Read(checkpoint, source.Layers, trainers)
            : new TrainingPosition(0, 0, 0, 0);
        observer.Started(position.Step, settings.Steps);
        Train(position, observer, cancellation);
        return Evaluate(cancellation);
    }

    private void Train(TrainingPosition position, ITrainingObserver observer, CancellationToken cancellation)
    {
        var batches = settings.Buffer / settings.Batch;
        var rows = batches * settings.Batch;
        var sums = source.Layers.Select(layer => new ProgressSums(layer)).ToArray();
        var (begun, first, saved, reported) = (time.GetTimestamp(), position.Step, time.GetTimestamp(), time.GetTimestamp());
        try
        {
            while (position.Step < settings.Steps)
            {
                var block = source.Read(position.Text, rows, cancellation);
                var order = Shuffle.Order(rows, SplitOrder.Seed, SeedOf(position.Block));
                if (position.Step == 0)
                {
                    for (var i = 0; i < trainers.Length; i++)
                    {
                        trainers[i].Initialise(block.Layers[i], order, source.Layers[i]);
                    }
                }

                for (var batch = position.Batch; batch < batches && position.Step < settings.Steps; batch++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    for (var i = 0; i < trainers.Length; i++)
                    {
                        var score = trainers[i].Step(block.Layers[i], order, batch * settings.Batch, position.Step);
                        Check(score, source.Layers[i], position.Step);
                        sums[i].Add(score);
                    }

                    position = position with { Step = position.Step + 1, Batch = batch + 1 };
                    if (position.Step < settings.Steps && time.GetElapsedTime(reported) >= ReportEvery)
                    {
                        Report();
                    }

                    if (interval.Steps is { } every && position.Step % every == 0 || time.GetElapsedTime(saved) >= interval.Every)
                    {
                        Save(position);
                        saved = time.GetTimestamp();
                    }
                }

                position = position.Batch == batches ? position with { Block = position.Block + 1, Text = block.Next, Batch = 0 } : position;
            }
        }
        catch (OperationCanceledException)
        {
            Save(position);
            throw;
        }

        if (position.Step > first)
        {
            Save(position);
            Report();
        }

        void Report()
        {
            reported = time.GetTimestamp();
            var speed = (double)(position.Step - first) * settings.Batch / Math.Max(time.GetElapsedTime(begun).TotalSeconds, 1e-9);
            observer.Progressed(new TrainingProgress(position.Step, settings.Steps, speed, [.. sums.Zip(trainers, (sum, trainer) => sum.Take(trainer.Activity))]));
        }
    }

    private void Save(TrainingPosition position)
    {
        if (checkpoint is not null && position.Step > 0)
        {
            TrainingCheckpoint.Write(checkpoint, position, source.Layers, trainers);
        }
    }

    private static void Check(StepScore score, int layer, int step)
    {
        if (!double.IsFinite(score.Loss))
        {
            throw new InputException($"layer {layer}: the loss is not a number any more in step {step + 1}; --lr should be smaller.");
        }
    }

    private long SeedOf(int block) => (long)new SplitMix64((ulong)settings.Seed ^ ((ulong)block << 32)).Next();

    private IReadOnlyList<TrainedSae> Evaluate(CancellationToken cancellation)
    {
        SaeTensors[] tensors = [.. trainers.Select(trainer => trainer.ToTensors())];
        var objective = SaeTrainer.Objective(settings, source.Width, products);
        HeldOutSums[] sums = [.. tensors.Select(sae => new HeldOutSums(objective, ParametersOf(sae), settings.Batch))];
        foreach (var rows in source.HeldOut(cancellation))
        {
            for (var i = 0; i < sums.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                sums[i].Add(rows[i]);
            }
        }

        return [.. trainers.Select((trainer, i) => new TrainedSae(
            source.Layers[i],
            tensors[i],
            sums[i].Score(),
            (double)trainer.Activity.Dead().Length / settings.Features,
            trainer.Controller.Sparsity,
            trainer.Scale))];
    }

    private SaeParameters ParametersOf(SaeTensors sae)
    {
        var parameters = new SaeParameters(sae.Width, sae.Features, settings.Kind);
        sae.WEnc.CopyTo(parameters.WEnc, 0);
        sae.BEnc.CopyTo(parameters.BEnc, 0);
        sae.WDec.CopyTo(parameters.WDec, 0);
        sae.BDec.CopyTo(parameters.BDec, 0);
        Array.ConvertAll(sae.Threshold, MathF.Log).CopyTo(parameters.LogThreshold, 0);
        return parameters;
    }
}
