using SteerScope.Compute.Cpu.Kernels;
using SteerScope.Compute.Cpu.Memory;
using SteerScope.Compute.Cpu.Weights;

namespace SteerScope.Compute.Cpu;

/// <content>Linear maps.</content>
public sealed unsafe partial class CpuOps
{
    /// <inheritdoc/>
    public LinearWeight LoadLinear(LinearSource source) => WeightPacker.Pack(source, kernel);

    /// <inheritdoc/>
    public CpuTensor Linear(CpuTensor x, LinearWeight weight)
    {
        var packed = Own(weight, nameof(Linear));
        Shapes.Inputs(x, weight, nameof(Linear));
        using var use = packed.Use();
        var y = new CpuTensor(pool, x.Rows, packed.Outputs);
        product.Run(x.Span, x.Rows, packed.Inputs, packed.Kind, packed.Panel(0), packed.Outputs, packed.Bias, y.Span);
        return y;
    }

    /// <inheritdoc/>
    public bool ReadsInPlace => true;

    /// <inheritdoc/>
    public CpuTensor? LinearInPlace(CpuTensor x, LinearSource source)
    {
        if (!StreamedProduct.Takes(source))
        {
            return null;
        }

        if (x.Columns != source.InputCount)
        {
            throw new ArgumentException($"{nameof(LinearInPlace)}: x {x.Shape} does not fit a map of {source.InputCount} inputs.");
        }

        WeightPacker.Check(source);
        var y = new CpuTensor(pool, x.Rows, source.OutputCount);
        streamed.Run(x.Span, x.Rows, source, y.Span);
        return y;
    }

    /// <inheritdoc/>
    public CpuTensor LinearOutputs(CpuTensor x, LinearWeight weight, IReadOnlyList<int> outputs)
    {
        var packed = Own(weight, nameof(LinearOutputs));
        Shapes.Inputs(x, weight, nameof(LinearOutputs));
        foreach (var output in outputs)
        {
            Shapes.Index(output, packed.Outputs, "output", $"[{packed.Outputs}, {packed.Inputs}]", nameof(LinearOutputs));
        }

        using var use = packed.Use();
        var y = new CpuTensor(pool, x.Rows, outputs.Count);
        var width = kernel.PanelWidth;
        var panels = (outputs.Count + width - 1) / width;
        using var chosen = new Scratch(pool, (long)panels * packed.Inputs * width);
        chosen.Span.Clear();
        fixed (float* to = chosen.Span)
        {
            for (var index = 0; index < outputs.Count; index++)
            {
                packed.CopyOutput(outputs[index], to + ((nint)(index / width) * packed.Inputs * width) + (index % width), width);
            }

            var bias = packed.Bias is null ? null : outputs.Select(output => packed.Bias[output]).ToArray();
            product.Run(x.Span, x.Rows, packed.Inputs, ElementKind.Float32, (byte*)to, outputs.Count, bias, y.Span);
        }

        return y;
    }

    /// <inheritdoc/>
    public CpuTensor Embed(LinearWeight table, IReadOnlyList<int> ids, float scale = 1f)
    {
        var packed = Own(table, nameof(Embed));
        foreach (var id in ids)
        {
            Shapes.Index(id, packed.Outputs, "id", $"[{packed.Outputs}, {packed.Inputs}]", nameof(Embed));
        }

        using var use = packed.Use();
        var y = new CpuTensor(pool, ids.Count, packed.Inputs);
        cores.ForRows(y.Rows, y.Columns, (first, count) =>
        {
            for (var index = first; index < first + count; index++)
            {
                var row = y.Row(index);
                fixed (float* to = row)
                {
                    packed.CopyOutput(ids[index], to, 1);
                }

                Elementwise.Scale(row, scale);
            }
        });
        return y;
    }

    private static PackedWeight Own(LinearWeight weight, string operation) =>
        weight as PackedWeight
        ?? throw new ArgumentException($"{operation}: the map [{weight.Outputs}, {weight.Inputs}] was loaded by another provider ({weight.GetType().Name}).", nameof(weight));
}
