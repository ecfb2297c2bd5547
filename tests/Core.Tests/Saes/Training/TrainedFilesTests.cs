using SteerScope.Compute.Cpu;
using SteerScope.Core.Tests.Files;
using SteerScope.Saes;
using SteerScope.Saes.Training;
using SteerScope.Statistics;
using Xunit;

namespace SteerScope.Core.Tests.Saes.Training;

/// <summary>What is written is what was trained: read back, it reconstructs the same.</summary>
public sealed class TrainedFilesTests
{
    [Theory]
    [InlineData(SaeKind.Jumprelu, SaeForm.GemmaScope)]
    [InlineData(SaeKind.Jumprelu, SaeForm.Saelens)]
    [InlineData(SaeKind.Topk, SaeForm.Saelens)]
    public void Write_ThenRead_ReconstructsTheSame(SaeKind kind, SaeForm form)
    {
        using var folder = new TestFolder();
        var source = new PlantedActivations(width: 16, directions: 20, active: 3);
        var settings = new TrainingSettings { Kind = kind, Features = 32, Steps = 60, Batch = 64, Buffer = 256, LearningRate = 1e-3, K = 5, TargetL0 = kind == SaeKind.Jumprelu ? 5 : null };
        using var products = new CpuProducts(1);
        var sae = new SaeTraining(settings, source, products, null, new SaveInterval(TimeSpan.FromDays(1)), TimeProvider.System).Run(new Silent(), default)[0];

        if (form == SaeForm.GemmaScope)
        {
            GemmaScopeWriter.Write(folder.Path, sae.Tensors);
        }
        else
        {
            SaeLensWriter.Write(folder.Path, sae.Tensors, "planted", "blocks.3.hook_resid_post", bos: true);
        }

        using var file = SaeFile.Open(folder.Path);
        using var ops = new CpuOps();
        using var read = new Sae<CpuTensor>(file, ops);
        Assert.Equal((16, 32, kind == SaeKind.Topk), (file.Spec.InputWidth, file.Spec.Features, file.Spec.ApplyBDecToInput));
        Assert.Equal(form == SaeForm.Saelens ? "blocks.3.hook_resid_post" : null, file.Spec.HookName);
        var (errors, active, rows) = (0.0, 0.0, 0);
        var all = source.HeldOut(default).Select(layers => layers[0]).ToArray();
        foreach (var x in all)
        {
            read.Encode(new ActivationRows(x, x.Length / 16, 16), chunk =>
            {
                for (var row = 0; row < chunk.Rows; row++, rows++)
                {
                    var decoded = SaeDecoder.Decode(file, chunk.ActivationsOf(row), chunk.Scales[row]);
                    for (var i = 0; i < 16; i++)
                    {
                        errors += Math.Pow(decoded[i] - x[((chunk.FirstRow + row) * 16) + i], 2);
                    }

                    foreach (var activation in chunk.ActivationsOf(row))
                    {
                        active += activation > 0 ? 1 : 0;
                    }
                }
            });
        }

        var mean = Enumerable.Range(0, 16).Select(i => all.Average(x => x.Chunk(16).Average(row => row[i]))).ToArray();
        var variance = all.Sum(x => x.Chunk(16).Sum(row => row.Select((value, i) => Math.Pow(value - mean[i], 2)).Sum()));
        Assert.Equal(sae.Score.ExplainedVariance, 1 - (errors / variance), 1e-5);
        Assert.Equal(sae.Score.L0, active / rows, 0.01);
        Assert.InRange(sae.Score.ExplainedVariance, 0.3, 1);
        Assert.All(file.DecoderNorms, norm => Assert.Equal(1, norm, 1e-5));
    }

    [Fact]
    public void Write_OfATopKSaeInGemmaScopesForm_IsRefused()
    {
        using var folder = new TestFolder();
        var sae = new SaeTensors(SaeArchitecture.TopK, 1, 1, 1, [1], [0], [1], [0], []);
        Assert.Throws<ArgumentException>(() => GemmaScopeWriter.Write(folder.Path, sae));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private sealed class Silent : ITrainingObserver
    {
        public void Started(int done, int steps)
        {
        }

        public void Progressed(TrainingProgress progress)
        {
        }
    }
}
