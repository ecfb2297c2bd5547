using SteerScope.Compute;
using SteerScope.Prompts;

namespace SteerScope.Saes.Training;

/// <summary>
/// One SAE in training. Activations are multiplied by one factor, after which their mean square norm is d; the factor is folded into
/// the weights when they are taken out: with x = s h, dividing b_enc, b_dec and thresholds by s gives the same features, divided by s, of h.
/// </summary>
internal sealed class SaeTrainer
{
    private const int MedianRows = 4096;

    private readonly TrainingSettings settings;
    private readonly IDenseProducts products;
    private readonly SaeObjective objective;
    private readonly SaeParameters gradients;
    private readonly AdamOptimiser optimiser;
    private readonly TrainingSchedule schedule;
    private readonly float[] batch;

    public SaeTrainer(TrainingSettings settings, int width, IDenseProducts products)
    {
        this.settings = settings;
        this.products = products;
        Parameters = New();
        gradients = New();
        optimiser = new AdamOptimiser(products, New(), New(), settings.Kind);
        schedule = new TrainingSchedule(settings.Steps);
        objective = Objective(settings, width, products);
        batch = new float[checked(settings.Batch * width)];
        Activity = new FeatureActivity(settings.Features, settings.DeadTokens);
        Controller = new SparsityController(settings.Sparsity, settings.TargetL0, settings.Steps);

        SaeParameters New() => new(width, settings.Features, settings.Kind);
    }

    /// <summary>The weights, for activations of mean square norm d.</summary>
    public SaeParameters Parameters { get; }

    /// <summary>Adam's first moments.</summary>
    public SaeParameters FirstMoments => optimiser.First;

    /// <summary>Adam's second moments.</summary>
    public SaeParameters SecondMoments => optimiser.Second;

    /// <summary>For how long features have been silent.</summary>
    public FeatureActivity Activity { get; }

    /// <summary>What lambda is.</summary>
    public SparsityController Controller { get; }

    /// <summary>What activations are multiplied by.</summary>
    public double Scale { get; set; }

    /// <summary>The loss of a kind.</summary>
    public static SaeObjective Objective(TrainingSettings settings, int width, IDenseProducts products) => settings.Kind == SaeKind.Jumprelu
        ? new JumpReluObjective(products, settings.Batch, width, settings.Features, settings.Bandwidth)
        : new TopKObjective(products, settings.Batch, width, settings.Features, settings.K, settings.AuxiliaryWeight);

    /// <summary>
    /// Sets the factor, and the weights to start from: decoder rows of random direction and norm 1; the encoder as their transpose;
    /// b_dec as the geometric median. JumpReLU encodes x itself, so that its b_enc starts at -b_dec W_enc, which comes to the same.
    /// </summary>
    /// <param name="rows">Activations [n, d].</param>
    /// <param name="order">In which order rows are looked at.</param>
    /// <param name="layer">The layer: each has its own random numbers.</param>
    public void Initialise(float[] rows, int[] order, int layer)
    {
        var (d, f) = (Parameters.Width, Parameters.Features);
        var square = 0.0;
        foreach (var value in rows)
        {
            square += (double)value * value;
        }

        Scale = square > 0
            ? Math.Sqrt(rows.Length / square)
            : throw new InputException($"resid_post of layer {layer} is zero in every token; the layer should be one that computes something.");
        var random = new SplitMix64(new SplitMix64((ulong)settings.Seed + ((ulong)layer << 32)).Next());
        foreach (ref var weight in Parameters.WDec.AsSpan())
        {
            weight = (float)(((random.Next() >> 11) * (2.0 / (1L << 53))) - 1);
        }

        UnitDecoder.Normalise(products, Parameters.WDec, d);
        for (var feature = 0; feature < f; feature++)
        {
            for (var i = 0; i < d; i++)
            {
                Parameters.WEnc[(i * f) + feature] = Parameters.WDec[(feature * d) + i];
            }
        }

        var sample = new float[Math.Min(MedianRows, order.Length) * d];
        Gather(rows, order, 0, sample);
        var median = GeometricMedian.Of(sample, d);
        for (var i = 0; i < d; i++)
        {
            Parameters.BDec[i] = (float)median[i];
        }

        if (settings.Kind == SaeKind.Jumprelu)
        {
            for (var feature = 0; feature < f; feature++)
            {
                var sum = 0.0;
                for (var i = 0; i < d; i++)
                {
                    sum += median[i] * Parameters.WDec[(feature * d) + i];
                }

                Parameters.BEnc[feature] = (float)-sum;
            }

            Array.Fill(Parameters.LogThreshold, (float)Math.Log(settings.InitialThreshold));
        }
    }

    /// <summary>One step.</summary>
    /// <param name="rows">Activations [n, d] of a block.</param>
    /// <param name="order">The order of its rows.</param>
    /// <param name="first">Where in the order the batch begins.</param>
    /// <param name="step">Number of the step, from 0.</param>
    public StepScore Step(float[] rows, int[] order, int first, int step)
    {
        var d = Parameters.Width;
        Gather(rows, order, first, batch);
        var sparsity = schedule.Sparsity(step) * Controller.Sparsity;
        var score = objective.Gradients(Parameters, batch, settings.Batch, sparsity * d, Activity, gradients);
        UnitDecoder.Project(products, Parameters.WDec, gradients.WDec, d);
        optimiser.Step(Parameters, gradients, settings.PeakLearningRate * schedule.Rate(step), step + 1);
        UnitDecoder.Normalise(products, Parameters.WDec, d);
        Activity.Count(objective.Workspace.Active, settings.Batch);
        Controller.Observe(score.L0, step >= schedule.SparsityWarmUp);
        return new StepScore(score.Loss / d, score.SquaredError, Variance(), score.L0, sparsity);
    }

    /// <summary>The weights for activations as they come from the model.</summary>
    public SaeTensors ToTensors()
    {
        var isTopK = settings.Kind == SaeKind.Topk;
        return new SaeTensors(
            isTopK ? SaeArchitecture.TopK : SaeArchitecture.JumpRelu,
            Parameters.Width,
            Parameters.Features,
            isTopK ? settings.K : 0,
            Parameters.WEnc,
            Unscaled(Parameters.BEnc),
            Parameters.WDec,
            Unscaled(Parameters.BDec),
            Unscaled(Array.ConvertAll(Parameters.LogThreshold, MathF.Exp)));

        float[] Unscaled(float[] values) => Array.ConvertAll(values, value => (float)(value / Scale));
    }

    // Mean of |x - mean x|² over the batch.
    private double Variance()
    {
        var d = Parameters.Width;
        var (sums, square) = (new double[d], 0.0);
        for (var at = 0; at < batch.Length; at++)
        {
            sums[at % d] += batch[at];
            square += (double)batch[at] * batch[at];
        }

        return (square - (sums.Sum(sum => sum * sum) / settings.Batch)) / settings.Batch;
    }

    private void Gather(float[] rows, int[] order, int first, float[] to)
    {
        var (d, factor) = (Parameters.Width, (float)Scale);
        for (var row = 0; row < to.Length / d; row++)
        {
            var from = rows.AsSpan(order[first + row] * d, d);
            for (var i = 0; i < d; i++)
            {
                to[(row * d) + i] = factor * from[i];
            }
        }
    }
}
