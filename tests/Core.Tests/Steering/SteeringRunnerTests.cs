using SteerScope.Compute.Cpu;
using SteerScope.Core.Tests.Models;
using SteerScope.Steering;
using Xunit;

namespace SteerScope.Core.Tests.Steering;

public sealed class SteeringRunnerTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Models => [.. SteeringModels.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void Run_EveryCombination_EqualsFullForwardPasses(string name)
    {
        using var ops = new CpuOps();
        using var model = SteeringModels.Load(name, ops);
        var request = SteeringCases.Request();
        var grid = new SteeringRunner<CpuTensor>(model).Run(request);
        var plain = new PlainSteering<CpuTensor>(model);
        var largest = new double[request.Positions.Count];
        foreach (var (d, p, pair, m) in Indexes(request))
        {
            var expected = plain.Propensities(
                request.Pairs[pair], request.Directions[d], request.Multipliers[m], request.Positions[p], request.Metrics);
            for (var metric = 0; metric < expected.Length; metric++)
            {
                var actual = grid[d, p, metric, pair, m];
                Assert.True(
                    Math.Abs(expected[metric] - actual) <= Tolerance,
                    $"direction {d}, {request.Positions[p]}, {request.Metrics[metric]}, pair {pair}, multiplier {request.Multipliers[m]}: {actual} is not {expected[metric]}");
                largest[p] = Math.Max(largest[p], Math.Abs(actual - grid[d, p, metric, pair, 2]));
            }
        }

        // Nothing is shown by vectors that move nothing.
        Assert.All(largest, change => Assert.True(change > 0.1));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Run_AnyBatchTokens_IsBitIdentical(string name)
    {
        using var ops = new CpuOps();
        using var model = SteeringModels.Load(name, ops);
        var runner = new SteeringRunner<CpuTensor>(model);
        var whole = runner.Run(SteeringCases.Request());
        foreach (var batchTokens in new[] { 1, 13, 40 })
        {
            Same(SteeringCases.Request(), whole, runner.Run(SteeringCases.Request(batchTokens)));
        }
    }

    // Without rows of the answers, positions that only differ there are computed once and stored for each.
    [Theory]
    [InlineData(AddingPositions.Answer, AddingPositions.Last)]
    [InlineData(AddingPositions.Last, AddingPositions.Answer)]
    [InlineData(AddingPositions.All, AddingPositions.Last)]
    [InlineData(AddingPositions.All)]
    public void Run_LetterMetricAlone_EqualsItsPartOfTheWhole(params AddingPositions[] positions)
    {
        using var ops = new CpuOps();
        using var model = SteeringModels.Load("llama", ops);
        var runner = new SteeringRunner<CpuTensor>(model);
        var all = SteeringCases.Request();
        var whole = runner.Run(all);
        var letter = runner.Run(all with { Metrics = [PropensityMetric.LetterLogitDiff], Positions = positions });
        foreach (var (d, p, pair, m) in Indexes(all with { Positions = positions }))
        {
            var expected = whole[d, all.Positions.ToList().IndexOf(positions[p]), all.Metrics.ToList().IndexOf(PropensityMetric.LetterLogitDiff), pair, m];
            Assert.Equal(expected, letter[d, p, 0, pair, m], Tolerance);
        }
    }

    [Fact]
    public void Run_WithoutZeroMultiplier_EqualsTheOthersOfTheWhole()
    {
        using var ops = new CpuOps();
        using var model = SteeringModels.Load("llama", ops);
        var runner = new SteeringRunner<CpuTensor>(model);
        var all = SteeringCases.Request();
        var whole = runner.Run(all);
        var some = runner.Run(all with { Multipliers = [0.5, 1.5] });
        foreach (var (d, p, pair, _) in Indexes(all with { Multipliers = [0] }))
        {
            Assert.Equal([whole[d, p, 0, pair, 3], whole[d, p, 0, pair, 0]], [some[d, p, 0, pair, 0], some[d, p, 0, pair, 1]]);
        }
    }

    [Fact]
    public void Run_Always_FreesWhatItTakes()
    {
        using var ops = new PlainOps();
        using var model = SteeringModels.Load("llama", ops);
        var alive = ops.Alive;
        var runner = new SteeringRunner<PlainTensor>(model);
        var request = SteeringCases.Request() with { Pairs = SteeringCases.Pairs()[2..4], Multipliers = [0, 1] };
        var before = ops.Calls;
        runner.Run(request);
        var calls = ops.Calls - before;
        Assert.Equal(alive, ops.Alive);

        // Every 23rd operation fails in turn: 23 shares no factor with the number of operations in a block.
        for (var call = 1; call <= calls; call += 23)
        {
            ops.FailAt = ops.Calls + call;
            Assert.ThrowsAny<Exception>(() => runner.Run(request));
            Assert.Equal(alive, ops.Alive);
        }
    }

    [Fact]
    public void Run_Cancelled_Stops()
    {
        using var ops = new CpuOps();
        using var model = SteeringModels.Load("llama", ops);
        Assert.Throws<OperationCanceledException>(
            () => new SteeringRunner<CpuTensor>(model).Run(SteeringCases.Request(), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Run_NoPairs_IsEmpty()
    {
        using var ops = new CpuOps();
        using var model = SteeringModels.Load("llama", ops);
        Assert.Empty(new SteeringRunner<CpuTensor>(model).Run(SteeringCases.Request() with { Pairs = [] }).Slice(0, 0, 0));
    }

    [Theory]
    [InlineData(SteeringModels.Layers, SteeringModels.Width)]
    [InlineData(-1, SteeringModels.Width)]
    [InlineData(0, SteeringModels.Width - 1)]
    public void Run_DirectionThatDoesNotFit_Throws(int layer, int width)
    {
        using var ops = new CpuOps();
        using var model = SteeringModels.Load("llama", ops);
        var runner = new SteeringRunner<CpuTensor>(model);
        Assert.Throws<ArgumentException>(() => runner.Run(SteeringCases.Request() with { Directions = [new SteeringDirection(layer, new float[width])] }));
        Assert.Throws<ArgumentException>(() => runner.Run(SteeringCases.Request() with { Directions = [] }));
    }

    [Fact]
    public void Grid_IndexOutOfRange_Throws()
    {
        var grid = new PropensityGrid(SteeringCases.Request());
        grid[0, 0, 0, 0, 3] = 7;
        Assert.Equal([0, 0, 0, 7], grid.Slice(0, 0, 0)[..4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => grid[0, 0, 0, 0, 4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => grid[0, 0, 0, -1, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => grid.Slice(5, 0, 0));
    }

    private static IEnumerable<(int Direction, int Positions, int Pair, int Multiplier)> Indexes(SteeringRequest request) =>
        from d in Enumerable.Range(0, request.Directions.Count)
        from p in Enumerable.Range(0, request.Positions.Count)
        from pair in Enumerable.Range(0, request.Pairs.Count)
        from m in Enumerable.Range(0, request.Multipliers.Count)
        select (d, p, pair, m);

    private static void Same(SteeringRequest request, PropensityGrid expected, PropensityGrid actual)
    {
        foreach (var (d, p, pair, m) in Indexes(request))
        {
            for (var metric = 0; metric < request.Metrics.Count; metric++)
            {
                Assert.Equal(BitConverter.DoubleToInt64Bits(expected[d, p, metric, pair, m]), BitConverter.DoubleToInt64Bits(actual[d, p, metric, pair, m]));
            }
        }
    }
}
