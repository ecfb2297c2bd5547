using SteerScope.Compute;
using SteerScope.Files;

namespace SteerScope.Models;

/// <summary>
/// The parameters of a transformer. A definition first declares all of them, which only looks at the checkpoint; loading
/// then reports every missing or misshapen tensor at once, before the device is touched, and owns what it brings there.
/// </summary>
internal sealed class ParameterSet<T>(Checkpoint checkpoint) : IDisposable
    where T : class, IDisposable
{
    private const int ShownProblems = 50;

    private readonly List<LinearParameter> linears = [];
    private readonly List<VectorParameter<T>> vectors = [];
    private readonly List<IDisposable> owned = [];
    private readonly List<string> problems = [];
    private readonly HashSet<string> reported = [];
    private int problemCount;

    public long DeviceBytes { get; private set; }

    /// <summary>
    /// Declares <c>{name}.weight</c> and, if asked, <c>{name}.bias</c>: a map to <paramref name="stored"/> outputs, of which
    /// <paramref name="outputs"/> are taken (null: all), where a file fuses several maps.
    /// </summary>
    public LinearParameter Linear(
        string name, int stored, int inputs, bool bias = false, WeightLayout layout = WeightLayout.OutputsByInputs, IReadOnlyList<int>? outputs = null)
    {
        int[] shape = layout == WeightLayout.OutputsByInputs ? [stored, inputs] : [inputs, stored];
        var weight = Find(name + ".weight", shape);
        var offset = bias ? Find(name + ".bias", [stored]) : null;
        var parameter = new LinearParameter(weight is null ? null : new LinearSource(weight, layout, offset, outputs));
        linears.Add(parameter);
        return parameter;
    }

    /// <summary>Declares a vector, such as the gain of a norm.</summary>
    public VectorParameter<T> Vector(string name, int width)
    {
        var parameter = new VectorParameter<T>(Find(name, [width]));
        vectors.Add(parameter);
        return parameter;
    }

    /// <summary>Brings everything to the device.</summary>
    /// <exception cref="InputException">Tensors are missing or misshapen; all are listed.</exception>
    public void Load(ITensorOps<T> ops)
    {
        if (problemCount > 0)
        {
            var more = problemCount > problems.Count ? $"\n  and {problemCount - problems.Count} more." : "";
            throw new InputException(
                $"{checkpoint.Folder}: {problemCount} of the tensors that config.json (model_type {checkpoint.Config.ModelType}) calls for are wrong:{string.Concat(problems.Select(problem => $"\n  {problem}."))}{more}");
        }

        try
        {
            foreach (var parameter in linears)
            {
                parameter.Weight = Own(ops.LoadLinear(parameter.Source!));
                DeviceBytes += parameter.Weight.DeviceBytes;
            }

            foreach (var parameter in vectors)
            {
                var values = parameter.Source!.ToFloats(finite: true);
                parameter.Value = Own(ops.Upload(values, 1, values.Length));
                DeviceBytes += sizeof(float) * (long)values.Length;
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        owned.ForEach(item => item.Dispose());
        owned.Clear();
    }

    private TItem Own<TItem>(TItem item)
        where TItem : IDisposable
    {
        owned.Add(item);
        return item;
    }

    private StoredTensor? Find(string name, int[] shape)
    {
        var tensor = Stored(name, out var refusal);
        if (tensor is not null && tensor.Shape.SequenceEqual(shape) && tensor.Type.IsFloating())
        {
            return tensor;
        }

        // A fused tensor is declared several times and reported once.
        if (reported.Add(name) && ++problemCount <= ShownProblems)
        {
            problems.Add(Problem(name, shape, tensor, refusal));
        }

        return null;
    }

    private StoredTensor? Stored(string name, out InputException? refusal)
    {
        refusal = null;
        try
        {
            return checkpoint.TryGet(name, out var tensor) ? tensor : null;
        }
        catch (InputException exception)
        {
            refusal = exception;
            return null;
        }
    }

    private static string Problem(string name, int[] shape, StoredTensor? tensor, InputException? refusal) => tensor switch
    {
        null when refusal is not null => refusal.Message.TrimEnd('.'),
        null => $"{name} is missing; shape {Shown(shape)} is expected",
        _ when !tensor.Shape.SequenceEqual(shape) => $"{name} has shape {Shown(tensor.Shape)}, but {Shown(shape)} is expected",
        _ => $"{name} is of type {tensor.Type}, but floating-point numbers are expected",
    };

    private static string Shown(IReadOnlyList<int> shape) => $"[{string.Join(", ", shape)}]";
}
