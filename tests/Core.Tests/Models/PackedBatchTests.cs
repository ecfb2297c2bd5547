using SteerScope.Compute;
using SteerScope.Models;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Models;

/// <summary>Sequences that share what they have in common give what each gives alone.</summary>
public sealed class PackedBatchTests
{
    private const float Tolerance = 1e-6f;

    private static readonly int[] Prompt = [5, 3, 9, 1, 1, 7, 2, 11, 4, 6, 8, 13, 10, 12, 0, 15, 14, 5, 2];
    private static readonly int[] First = [4, 8, 3];
    private static readonly int[] Second = [6, 8];

    public static TheoryData<string> Models =>
        ["llama", "gpt2", "qwen2", "qwen3", "gemma", "phi3_longrope", "gpt_neox_parallel", "gpt_neox_sequential", "llama_rope_yarn"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Block_AnswersSharePromptRows_EqualsFullForward(string name) => CheckSharedRows(Load(name));

    [Theory]
    [MemberData(nameof(Models))]
    public void Block_AnswersReadCachedPrompt_EqualsFullForward(string name) => CheckCachedRows(Load(name));

    // The prompt is longer than the sliding window of 16, so the window has to reach through the context.
    [SharedTheory]
    [InlineData("mistral")]
    [InlineData("gemma2")]
    public void Block_ContextLongerThanTheWindow_EqualsFullForward(string name)
    {
        CheckSharedRows(ModelFixture.Shared(name).Load);
        CheckCachedRows(ModelFixture.Shared(name).Load);
    }

    // Windows of 8 and 9.
    [Theory]
    [InlineData("gemma3_text")]
    [InlineData("phi3")]
    public void Block_ContextLongerThanTheShippedWindow_EqualsFullForward(string name)
    {
        CheckSharedRows(ModelFixture.Shipped(name).Load);
        CheckCachedRows(ModelFixture.Shipped(name).Load);
    }

    [Fact]
    public void Block_ContinuationFromAResidual_EqualsFullForward()
    {
        using var ops = new PlainOps();
        using var model = TinyModel.Qwen2().Load(ops);
        var full = TraceRunner<PlainTensor>.Run(model, [.. Prompt, .. First]);
        var resume = full["layer1.resid_post"];
        var builder = new TokenBatchBuilder();
        builder.AddContinuation(resume.Rows);
        var batch = builder.Build();

        using var resid = ops.Upload(resume.Values, resume.Rows, resume.Columns);
        using var next = model.Block(2, resid, batch);

        Near.All(full["layer2.resid_post"].Values, Values(next), 1e-4f, "layer2.resid_post");
        Assert.Throws<ArgumentException>(() => model.Embed(batch));
    }

    [Fact]
    public void Block_DoesNotChangeItsInput()
    {
        using var ops = new PlainOps();
        using var model = TinyModel.Llama().Load(ops);
        var batch = TokenBatch.Single(Prompt);
        using var resid = model.Embed(batch);
        var before = Values(resid);
        using var next = model.Block(0, resid, batch);
        using var normed = model.FinalNorm(resid);
        using var logits = model.Logits(normed);

        Assert.Equal(before, Values(resid));
        Assert.NotEqual(before, Values(next));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Logits_OfAFewTokens_AreThoseOfAll(bool softCap)
    {
        if (softCap && SharedData.SharedRoot is null)
        {
            return;
        }

        using var ops = new PlainOps();
        using var model = softCap ? ModelFixture.Shared("gemma2").Load(ops) : TinyModel.Llama().Load(ops);
        var batch = TokenBatch.Single(Prompt);
        using var resid = model.Embed(batch);
        using var normed = model.FinalNorm(resid);
        using var all = model.Logits(normed);
        using var few = model.Logits(normed, [7, 0, 7]);

        Assert.Equal((Prompt.Length, 3), (few.Rows, few.Columns));
        for (var row = 0; row < few.Rows; row++)
        {
            Assert.Equal([all[row, 7], all[row, 0], all[row, 7]], [few[row, 0], few[row, 1], few[row, 2]]);
        }

        Assert.Throws<InputException>(() => model.Logits(normed, [model.Shape.Vocabulary]));
    }

    private static Func<PlainOps, Transformer<PlainTensor>> Load(string name) => name switch
    {
        "llama" => TinyModel.Llama().Load,
        "gpt2" => TinyModel.Gpt2().Load,
        _ => ModelFixture.Shipped(name).Load,
    };

    /// <summary>Prompt, then two answers that both continue its rows, in one batch.</summary>
    private static void CheckSharedRows(Func<PlainOps, Transformer<PlainTensor>> load)
    {
        using var ops = new PlainOps();
        using (var model = load(ops))
        {
            var builder = new TokenBatchBuilder(model.Shape.Vocabulary);
            Assert.Equal(0, builder.Add(First)); // something unrelated comes first
            var prompt = new KeySpan(false, builder.Add(Prompt), Prompt.Length);
            var first = builder.Add(First, prompt);
            var second = builder.Add(Second, prompt);
            var batch = builder.Build();

            var resid = model.Embed(batch);
            for (var layer = 0; layer < model.Shape.Layers; layer++)
            {
                var next = model.Block(layer, resid, batch);
                resid.Dispose();
                resid = next;
                CheckRows(model, $"layer{layer}.resid_post", resid, 0, [], First);
                CheckRows(model, $"layer{layer}.resid_post", resid, first, Prompt, First);
                CheckRows(model, $"layer{layer}.resid_post", resid, second, Prompt, Second);
            }

            resid.Dispose();
        }

        Assert.Equal(0, ops.Alive);
    }

    /// <summary>The prompt in two batches, the second reading the first's cache; then both answers in a third that reads both.</summary>
    private static void CheckCachedRows(Func<PlainOps, Transformer<PlainTensor>> load)
    {
        const int Cut = 10;
        using var ops = new PlainOps();
        using (var model = load(ops))
        {
            var head = new TokenBatchBuilder();
            head.Add(Prompt.AsSpan(0, Cut));
            var tail = new TokenBatchBuilder();
            tail.Add(Prompt.AsSpan(Cut), new KeySpan(true, 0, Cut));
            var answers = new TokenBatchBuilder();
            KeySpan[] context = [new(true, 0, 4), new(true, 4, Cut - 4), new(true, Cut, Prompt.Length - Cut)];
            answers.Add(First, context);
            var second = answers.Add(Second, context);
            TokenBatch[] batches = [head.Build(), tail.Build(), answers.Build()];

            PlainTensor[] resid = [.. batches.Select(model.Embed)];
            for (var layer = 0; layer < model.Shape.Layers; layer++)
            {
                using var none = Step(model, layer, ref resid[0], batches[0], null);
                using var cache = Join(ops, none, Step(model, layer, ref resid[1], batches[1], none));
                using var own = Step(model, layer, ref resid[2], batches[2], cache);
                Assert.Equal((First.Length + Second.Length, model.Shape.KeyValueWidth), (own.Keys.Rows, own.Values.Columns));
                CheckRows(model, $"layer{layer}.resid_post", resid[1], 0, Prompt[..Cut], Prompt[Cut..]);
                CheckRows(model, $"layer{layer}.resid_post", resid[2], 0, Prompt, First);
                CheckRows(model, $"layer{layer}.resid_post", resid[2], second, Prompt, Second);
            }

            Array.ForEach(resid, tensor => tensor.Dispose());
        }

        Assert.Equal(0, ops.Alive);
    }

    private static KeyValues<PlainTensor> Step(
        Transformer<PlainTensor> model, int layer, ref PlainTensor resid, TokenBatch batch, KeyValues<PlainTensor>? past)
    {
        var next = model.Block(layer, resid, batch, past, out var own);
        resid.Dispose();
        resid = next;
        return own;
    }

    private static KeyValues<PlainTensor> Join(PlainOps ops, KeyValues<PlainTensor> a, KeyValues<PlainTensor> b)
    {
        PlainTensor Stack(PlainTensor x, PlainTensor y) => ops.Upload([.. Values(x), .. Values(y)], x.Rows + y.Rows, x.Columns);
        var joined = new KeyValues<PlainTensor>(Stack(a.Keys, b.Keys), Stack(a.Values, b.Values));
        b.Dispose();
        return joined;
    }

    private static void CheckRows(Transformer<PlainTensor> model, string name, PlainTensor actual, int row, int[] before, int[] ids)
    {
        var expected = TraceRunner<PlainTensor>.Run(model, [.. before, .. ids])[name];
        var width = expected.Columns;
        Near.All(
            expected.Values.AsSpan(before.Length * width),
            Values(actual).AsSpan(row * width, ids.Length * width),
            Tolerance * (1 + expected.Values.Max(Math.Abs)),
            name);
    }

    private static float[] Values(PlainTensor x) => [.. x.Values.Select(value => (float)value)];
}
