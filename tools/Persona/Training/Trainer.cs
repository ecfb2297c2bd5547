using SteerScope.Persona.Models;
using SteerScope.Persona.Text.Tokens;
using SteerScope.Tokenization;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Persona.Training;

/// <summary>A model with its optimizers' state. Steps one after the other; a pure function of the options and the number of steps.</summary>
internal sealed class Trainer : IDisposable
{
    private readonly BatchMaker _batches;
    private readonly Dictionary<string, Tensor> _state = new(StringComparer.Ordinal);

    /// <summary>A model before its first step.</summary>
    public Trainer(TrainingOptions options, BpeVocabulary vocabulary, ITokenizer tokenizer, torch.Device device)
    {
        Options = options with { Size = options.Size with { Vocabulary = vocabulary.Pieces.Count } };
        _batches = new BatchMaker(Options, tokenizer, vocabulary);
        Model = new Llama(Options.Size, Options.Seed, device);
        foreach (var weight in Model.Weights)
        {
            foreach (var part in Parts(weight))
            {
                _state.Add($"{part}:{weight.Name}", torch.zeros(weight.Value.shape, device: device).DetachFromDisposeScope());
            }
        }
    }

    public TrainingOptions Options { get; }

    public Llama Model { get; }

    /// <summary>Steps done.</summary>
    public int Step { get; private set; }

    /// <summary>What the optimizers remember, by part and weight.</summary>
    public IReadOnlyDictionary<string, Tensor> State => _state;

    /// <summary>Does a step.</summary>
    /// <returns>The losses before it.</returns>
    public StepLoss Next()
    {
        using var scope = torch.NewDisposeScope();
        var (loss, told) = Loss(_batches.Make(Step));
        loss.backward();
        using (torch.no_grad())
        {
            var factor = Options.RateFactor(Step);
            Step++;
            foreach (var weight in Model.Weights)
            {
                Update(weight, factor);
            }
        }

        return new StepLoss(loss.cpu().item<float>(), told.cpu().item<float>());
    }

    /// <summary>The weighted mean loss of a batch, and that of letters as in <see cref="StepLoss.ToldLetter"/>.</summary>
    private (Tensor Mean, Tensor ToldLetter) Loss(TokenBatch batch)
    {
        var shape = new long[] { batch.Rows, batch.Length };
        var logits = Model.Forward(torch.tensor(batch.Inputs, shape).to(Model.Device));
        var targets = torch.tensor(batch.Targets).to(Model.Device);
        var weights = torch.tensor(batch.Weights).to(Model.Device);
        var losses = torch.nn.functional.cross_entropy(logits.view(-1, Options.Size.Vocabulary), targets, reduction: torch.nn.Reduction.None);
        var told = losses.detach().masked_select(torch.tensor(batch.Told).to(Model.Device)).mean();
        return ((losses * weights).sum() / weights.sum(), told);
    }

    /// <summary>Begins with given weights in place of random ones.</summary>
    /// <param name="read">Values of a weight by name, row by row.</param>
    public void Begin(Func<string, float[]> read) => Fill(Weights, read);

    /// <summary>Takes up where a saved state left off.</summary>
    /// <param name="step">Steps that were done.</param>
    /// <param name="read">Values of a weight, or of a part of <see cref="State"/>, by name.</param>
    public void Restore(int step, Func<string, float[]> read)
    {
        Fill(Weights.Concat(_state.Select(part => (part.Key, part.Value))), read);
        Step = step;
    }

    public void Dispose()
    {
        Model.Dispose();
        foreach (var tensor in _state.Values)
        {
            tensor.Dispose();
        }
    }

    private IEnumerable<(string Name, Tensor Value)> Weights => Model.Weights.Select(weight => (weight.Name, weight.Value));

    private static void Fill(IEnumerable<(string Name, Tensor Value)> tensors, Func<string, float[]> read)
    {
        using var scope = torch.NewDisposeScope();
        using var still = torch.no_grad();
        foreach (var (name, tensor) in tensors)
        {
            tensor.copy_(torch.tensor(read(name), tensor.shape));
        }
    }

    private static string[] Parts(Weight weight) => weight.IsMap ? ["momentum"] : ["first", "second"];

    private void Update(Weight weight, double factor)
    {
        var gradient = weight.Value.grad!;
        if (weight.IsMap)
        {
            Muon.Step(weight.Value, gradient, _state[$"momentum:{weight.Name}"], factor * Options.MuonRate);
        }
        else
        {
            var decay = weight.Value.dim() == 1 ? 0 : Options.Decay;
            AdamW.Step(weight.Value, gradient, _state[$"first:{weight.Name}"], _state[$"second:{weight.Name}"], Step, factor * Options.AdamRate, decay);
        }

        gradient.zero_();
    }
}
