using System.Runtime.CompilerServices;
using SteerScope.Compute.Cpu.Kernels;

namespace SteerScope.Compute.Cpu.Weights;

/// <summary>Brings a stored matrix into panels; every stored value that is needed is read once.</summary>
internal static unsafe class WeightPacker
{
    /// <summary>Inputs handled at a time, so that the piece of the panel that is scattered into stays in the first-level cache.</summary>
    private const int Block = 256;

    /// <summary>Rows of a stored [inputs, outputs] that go into a panel together, so that what is written there is not a line here and a line there.</summary>
    private const int RowsTogether = 16;

    /// <summary>Columns of those taken at a time, a multiple of every panel's.</summary>
    private const int ColumnsTogether = 1024;

    /// <summary>Packs.</summary>
    /// <exception cref="InputException">The stored tensors have the wrong rank, type or length, or hold NaN or an infinity.</exception>
    /// <exception cref="ArgumentException">A chosen output is not in the matrix.</exception>
    public static PackedWeight Pack(LinearSource source, MatrixKernel kernel)
    {
        var kind = Check(source);
        var byOutputs = source.Layout == WeightLayout.OutputsByInputs;
        var storedOutputs = source.Weight.Shape[byOutputs ? 0 : 1];
        var bias = source.Bias is null ? null : StoredValues.ReadVector(source.Bias, source.Outputs);
        var weight = new PackedWeight(kernel, kind, source.OutputCount, source.InputCount, bias);
        using var use = weight.Use();
        if (byOutputs)
        {
            PackRows(source, weight, kernel.PanelWidth);
        }
        else
        {
            PackColumns(source, weight, kernel.PanelWidth, storedOutputs);
        }

        return weight;
    }

    /// <summary>Checks rank, type, bias and choice of outputs.</summary>
    /// <returns>The form in which the weights are kept.</returns>
    /// <exception cref="InputException">The stored tensors have the wrong rank, type or length.</exception>
    /// <exception cref="ArgumentException">A chosen output is not in the matrix.</exception>
    public static ElementKind Check(LinearSource source)
    {
        var stored = source.Weight;
        var kind = StoredValues.KindOf(stored);
        if (stored.Shape.Count != 2)
        {
            throw new InputException($"{stored.Source}: tensor {stored.Name} has shape [{string.Join(", ", stored.Shape)}], a linear map must have two dimensions.");
        }

        var byOutputs = source.Layout == WeightLayout.OutputsByInputs;
        var storedOutputs = stored.Shape[byOutputs ? 0 : 1];
        CheckBias(source, storedOutputs);
        foreach (var output in source.Outputs ?? [])
        {
            Shapes.Index(output, storedOutputs, "output", $"{stored.Name} [{string.Join(", ", stored.Shape)}]", nameof(ITensorOps<>.LoadLinear));
        }

        return kind;
    }

    private static void CheckBias(LinearSource source, int storedOutputs)
    {
        if (source.Bias is { } bias && (bias.Shape.Count != 1 || bias.Shape[0] != storedOutputs))
        {
            throw new InputException($"{bias.Source}: tensor {bias.Name} has shape [{string.Join(", ", bias.Shape)}], the bias of {source.Weight.Name} [{string.Join(", ", source.Weight.Shape)}] must be [{storedOutputs}].");
        }
    }

    private static void PackRows(LinearSource source, PackedWeight weight, int width)
    {
        var size = MatrixKernel.Size(weight.Kind);
        for (var panel = 0; panel * width < weight.Outputs; panel++)
        {
            var lanes = Math.Min(width, weight.Outputs - (panel * width));
            for (var first = 0; first < weight.Inputs; first += Block)
            {
                var count = Math.Min(Block, weight.Inputs - first);
                for (var lane = 0; lane < lanes; lane++)
                {
                    var output = (panel * width) + lane;
                    var row = source.Outputs?[output] ?? output;
                    var values = source.Weight.Bytes(((long)row * weight.Inputs) + first, count);
                    FiniteValues.Require(source.Weight, values);
                    var destination = weight.Panel(panel) + ((((nint)first * width) + lane) * size);
                    StoredValues.Write(values, source.Weight.Type, destination, width);
                }
            }
        }
    }

    private static void PackColumns(LinearSource source, PackedWeight weight, int width, int storedOutputs)
    {
        var size = MatrixKernel.Size(weight.Kind);
        if (source.Outputs is null && source.Weight.Type != StoredType.F64)
        {
            PackAllColumns(source.Weight, weight, width, size);
            return;
        }

        var runs = Runs(source, weight.Outputs, width);
        for (var first = 0; first < weight.Inputs; first += RowsTogether)
        {
            var end = Math.Min(first + RowsTogether, weight.Inputs);
            foreach (var (output, column, count) in runs)
            {
                var destination = weight.Panel(output / width) + ((((nint)first * width) + (output % width)) * size);
                for (var input = first; input < end; input++)
                {
                    var values = source.Weight.Bytes(((long)input * storedOutputs) + column, count);
                    FiniteValues.Require(source.Weight, values);
                    StoredValues.Write(values, source.Weight.Type, destination, 1);
                    destination += width * size;
                }
            }
        }
    }

    /// <summary>As they are stored: pieces of some rows are looked at, and copied while they are in the caches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackAllColumns(StoredTensor stored, PackedWeight weight, int width, int size)
    {
        var outputs = weight.Outputs;
        for (var first = 0; first < weight.Inputs; first += RowsTogether)
        {
            var end = Math.Min(first + RowsTogether, weight.Inputs);
            for (var column = 0; column < outputs; column += ColumnsTogether)
            {
                var columns = Math.Min(ColumnsTogether, outputs - column);
                for (var input = first; input < end; input++)
                {
                    var values = stored.Bytes(((long)input * outputs) + column, columns);
                    FiniteValues.Require(stored, values);
                    var destination = weight.Panel(column / width) + ((nint)input * width * size);
                    for (var done = 0; done < columns; done += width)
                    {
                        var count = Math.Min(width, columns - done) * size;
                        values.Slice(done * size, count).CopyTo(new Span<byte>(destination, count));
                        destination += (nint)weight.Inputs * width * size;
                    }
                }
            }
        }
    }

    /// <summary>Outputs that lie side by side both in the file and in one panel.</summary>
    private static List<(int Output, int Column, int Count)> Runs(LinearSource source, int outputs, int width)
    {
        List<(int Output, int Column, int Count)> runs = [];
        for (var output = 0; output < outputs; output++)
        {
            var column = source.Outputs?[output] ?? output;
            if (output % width != 0 && runs[^1] is var last && last.Column + last.Count == column)
            {
                runs[^1] = last with { Count = last.Count + 1 };
            }
            else
            {
                runs.Add((output, column, 1));
            }
        }

        return runs;
    }
}
