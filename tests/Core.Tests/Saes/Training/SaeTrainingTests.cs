using SteerScope.Compute.Cpu;
using SteerScope.Core.Tests.Files;
using SteerScope.Saes.Training;
using Xunit;

namespace SteerScope.Core.Tests.Saes.Training;

public sealed class SaeTrainingTests
{
    private static readonly SaveInterval Never = new(TimeSpan.FromDays(1));

    [Theory]
    [InlineData(SaeKind.Jumprelu)]
    [InlineData(SaeKind.Topk)]
    public void Run_OnPlantedDirections_FindsThem(SaeKind kind)
    {
        var source = new PlantedActivations(width: 24, directions: 40, active: 3);
        var settings = Settings(kind) with { Features = 64, Steps = 1500, Batch = 256, Buffer = 4096, K = 3, TargetL0 = kind == SaeKind.Jumprelu ? 4 : null, LearningRate = 4e-3 };

        var sae = Assert.Single(Run(settings, source));

        Assert.InRange(source.Recovered(sae.Tensors.WDec), 0.9, 1.0001);
        Assert.InRange(sae.Score.ExplainedVariance, 0.9, 1);
        Assert.InRange(sae.Score.L0, 2.5, 6);
        Assert.Equal(1536, sae.Score.Tokens);
    }

    [Theory]
    [InlineData(SaeKind.Jumprelu)]
    [InlineData(SaeKind.Topk)]
    public void Run_InterruptedAnywhere_EndsWithTheSameBits(SaeKind kind)
    {
        var settings = Settings(kind);
        var whole = Run(settings, Source());
        foreach (var block in new[] { 1, 2, 4 })
        {
            using var folder = new TestFolder();
            using var cancelled = new CancellationTokenSource();
            var source = Source(read => Cancel(read == block, cancelled));

            // The saving in between is what a process that dies leaves behind.
            Assert.Throws<OperationCanceledException>(() => Run(settings, source, folder["checkpoint"], new SaveInterval(Never.Every, 3), 1, cancelled.Token));
            Assert.Equal(block > 1, File.Exists(folder["checkpoint"]));

            AssertSame(whole, Run(settings, Source(), folder["checkpoint"]));
            Assert.Single(Directory.GetFiles(folder.Path));
        }
    }

    [Fact]
    public void Run_FromEveryCheckpointThatADyingProcessLeaves_EndsWithTheSameBits()
    {
        var settings = Settings(SaeKind.Jumprelu);
        var whole = Run(settings, Source());
        using var folder = new TestFolder();
        var left = new List<byte[]>();
        Run(settings, Source(_ => Keep()), folder["checkpoint"], new SaveInterval(Never.Every, 1));
        Keep();

        Assert.Equal(5, left.Count);
        foreach (var bytes in left)
        {
            File.WriteAllBytes(folder["other"], bytes);
            AssertSame(whole, Run(settings, Source(), folder["other"]));
        }

        void Keep()
        {
            if (File.Exists(folder["checkpoint"]))
            {
                left.Add(File.ReadAllBytes(folder["checkpoint"]));
            }
        }
    }

    [Fact]
    public void Run_GoingOn_ReadsOnlyTheBlockThatItStoppedIn()
    {
        using var folder = new TestFolder();
        using var cancelled = new CancellationTokenSource();
        var settings = Settings(SaeKind.Topk);
        Assert.Throws<OperationCanceledException>(() => Run(settings, Source(read => Cancel(read == 4, cancelled)), folder["checkpoint"], Never, 1, cancelled.Token));
        var source = Source();
        var observer = new Observer();

        using var products = new CpuProducts(1);
        new SaeTraining(settings, source, products, folder["checkpoint"], Never, TimeProvider.System).Run(observer, default);

        Assert.Equal([3 * 256L, 4 * 256L], source.Reads);
        Assert.Equal([12, 18], observer.Starts);
    }

    [Theory]
    [InlineData(SaeKind.Jumprelu)]
    [InlineData(SaeKind.Topk)]
    public void Run_WithAnyThreads_EndsWithTheSameBits(SaeKind kind) =>
        AssertSame(Run(Settings(kind), Source()), Run(Settings(kind), Source(), threads: 4));

    [Fact]
    public void Run_WithAnotherSeed_EndsElsewhere() => Assert.NotEqual(
        Run(Settings(SaeKind.Topk), Source())[0].Tensors.WDec, Run(Settings(SaeKind.Topk) with { Seed = 1 }, Source())[0].Tensors.WDec);

    [Fact]
    public void Run_ThatDiverges_NamesTheLearningRate() => Assert.Equal(
        "layer 0: the loss is not a number any more in step 2; --lr should be smaller.",
        Assert.Throws<InputException>(() => Run(Settings(SaeKind.Topk) with { LearningRate = 1e38 }, Source())).Message);

    [Fact]
    public void Run_OfACheckpointOfOtherSizes_NamesWhatDiffers()
    {
        using var folder = new TestFolder();
        Run(Settings(SaeKind.Topk), Source(), folder["checkpoint"]);
        var message = Assert.Throws<InputException>(() => Run(Settings(SaeKind.Topk) with { Features = 20 }, Source(), folder["checkpoint"])).Message;
        Assert.Contains(folder["checkpoint"], message, StringComparison.Ordinal);
        Assert.Contains("layer0.W_enc has 384 values, and must have 320", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ToAnL0_SteersLambdaThere()
    {
        var source = new PlantedActivations(width: 24, directions: 40, active: 3);
        var settings = Settings(SaeKind.Jumprelu) with { Features = 64, Steps = 1000, Batch = 128, Buffer = 2048, LearningRate = 4e-3 };
        var few = Run(settings with { TargetL0 = 3 }, source)[0];
        var many = Run(settings with { TargetL0 = 9 }, source)[0];
        Assert.InRange(few.Score.L0, 2, 4.5);
        Assert.InRange(many.Score.L0, 7, 12);
        Assert.True(few.Sparsity > many.Sparsity);
        Assert.True(few.Score.ExplainedVariance < many.Score.ExplainedVariance);
    }

    private static TrainingSettings Settings(SaeKind kind) => new()
    {
        Kind = kind,
        Features = 24,
        Steps = 18,
        Batch = 64,
        Buffer = 256 + 63,
        LearningRate = 1e-3,
        K = 4,
        TargetL0 = kind == SaeKind.Jumprelu ? 4 : null,
        DeadAfter = 300,
    };

    private static PlantedActivations Source(Action<int>? onRead = null) =>
        new(width: 16, directions: 20, active: 3, layers: 2) { OnRead = onRead ?? (_ => { }) };

    private static IReadOnlyList<TrainedSae> Run(
        TrainingSettings settings, PlantedActivations source, string? checkpoint = null, SaveInterval? interval = null, int threads = 1, CancellationToken cancellation = default)
    {
        using var products = new CpuProducts(threads);
        return new SaeTraining(settings, source, products, checkpoint, interval ?? Never, TimeProvider.System).Run(new Observer(), cancellation);
    }

    private static void Cancel(bool now, CancellationTokenSource source)
    {
        if (now)
        {
            source.Cancel();
        }
    }

    private static void AssertSame(IReadOnlyList<TrainedSae> expected, IReadOnlyList<TrainedSae> actual)
    {
        Assert.Equal(2, expected.Count);
        foreach (var (want, got) in expected.Zip(actual))
        {
            Assert.Equal(want.Tensors.WEnc, got.Tensors.WEnc);
            Assert.Equal(want.Tensors.BEnc, got.Tensors.BEnc);
            Assert.Equal(want.Tensors.WDec, got.Tensors.WDec);
            Assert.Equal(want.Tensors.BDec, got.Tensors.BDec);
            Assert.Equal(want.Tensors.Threshold, got.Tensors.Threshold);
            Assert.Equal(want.Score, got.Score);
            Assert.Equal((want.Dead, want.Sparsity, want.Scale), (got.Dead, got.Sparsity, got.Scale));
        }
    }

    private sealed class Observer : ITrainingObserver
    {
        public List<int> Starts { get; } = [];

        public void Started(int done, int steps) => Starts.AddRange([done, steps]);

        public void Progressed(TrainingProgress progress) => Assert.All(progress.Layers, layer => Assert.True(double.IsFinite(layer.Loss)));
    }
}
