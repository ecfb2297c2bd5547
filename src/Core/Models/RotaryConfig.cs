using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>
/// What config.json says of rotary embeddings, for one kind of layer: a base, the share of a head that turns, and a scaling,
/// in <c>rope_theta</c> and <c>rope_scaling</c>, or in <c>rope_parameters</c>, which holds everything in newer files, sometimes
/// by layer type.
/// </summary>
public sealed class RotaryConfig
{
    private const string Supported = "default, linear, dynamic, llama3, yarn or longrope";

    private readonly ModelConfig config;
    private readonly ModelConfig? scaling;
    private readonly RotaryFields fields;
    private readonly string type;

    /// <summary>Reads the kind of scaling and its limit.</summary>
    /// <exception cref="InputException">A field is out of range, or the scaling is of an unsupported type.</exception>
    public RotaryConfig(ModelConfig config, RotaryFields? fields = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        this.config = config;
        this.fields = fields ?? new RotaryFields();
        scaling = Scaling();
        type = Type();
        MaxPositions = Limit();
    }

    /// <summary>The longest sequence for which the frequencies hold; 0 when config.json sets no limit.</summary>
    public int MaxPositions { get; }

    /// <summary>
    /// Why a longer sequence is refused where the model itself would take it: the frequencies of dynamic and longrope scaling
    /// depend on the length of the whole sequence, so that a prompt's keys would be different ones under every answer.
    /// </summary>
    public string? LimitReason => type is "dynamic" or "longrope"
        ? $"beyond it, {type} scaling turns every key by the length of the whole sequence, and a prompt's keys could not be shared by its answers"
        : null;

    /// <summary>The table for heads of <paramref name="headDim"/> dimensions.</summary>
    /// <exception cref="InputException">A field is missing or out of range.</exception>
    public RotaryTable Table(int headDim)
    {
        var rotated = Rotated(headDim);
        var theta = scaling is not null && scaling.Has("rope_theta")
            ? scaling.Number("rope_theta", 1, 1e12)
            : config.Number(fields.Theta, 1, 1e12, fields.DefaultTheta);
        var frequencies = RotaryScaling.Plain(theta, rotated);
        return type switch
        {
            "linear" => RotaryScaling.Linear(frequencies, scaling!),
            "llama3" => RotaryScaling.Llama3(frequencies, scaling!, Trained()),
            "yarn" => RotaryScaling.Yarn(frequencies, scaling!, theta, Trained()),
            "longrope" => RotaryScaling.LongRope(frequencies, scaling!, Trained(), (double)Extended() / Trained()),

            // Dynamic scaling changes nothing up to the trained length, and MaxPositions allows no more.
            _ => new RotaryTable(frequencies),
        };
    }

    private ModelConfig? Scaling()
    {
        var parameters = config.Section("rope_parameters");
        if (parameters is null)
        {
            return fields.Scaled ? config.Section("rope_scaling") : null;
        }

        var byLayerType = parameters.Has("full_attention") || parameters.Has("sliding_attention");
        return (byLayerType, fields.LayerType) switch
        {
            (true, { } layerType) => parameters.Section(layerType),
            (false, null) => parameters,
            (true, null) => throw config.Wrong("rope_parameters", "is kept by layer type, but all layers of this architecture turn alike"),
            _ => throw config.Wrong("rope_parameters", "must hold full_attention and sliding_attention"),
        };
    }

    private string Type()
    {
        var name = scaling?.Text("rope_type", scaling.Text("type", "default")) ?? "default";
        return name switch
        {
            "su" or "yarn" when fields.LongRopeAliases => "longrope",
            "default" or "linear" or "dynamic" or "llama3" or "yarn" or "longrope" => name,
            _ => throw scaling!.Wrong(scaling.Has("rope_type") ? "rope_type" : "type", $"is \"{name}\", but must be {Supported}"),
        };
    }

    private int Limit() => type switch
    {
        "linear" => Stretched(Extended(optional: true)),
        "dynamic" => Extended(),
        "yarn" => Math.Max(Extended(optional: true), Stretched(Trained())),
        "longrope" => Math.Min(Extended(), Trained()),
        _ => Extended(optional: true),
    };

    private int Stretched(int length) => (int)Math.Min(length * RotaryScaling.Factor(scaling!), ConfigFields.MaxPositions);

    private int Extended(bool optional = false) =>
        config.Integer("max_position_embeddings", 1, ConfigFields.MaxPositions, optional ? 0 : null);

    /// <summary>The length that the model was trained with before its positions were stretched. Phi-3 keeps it outside, which goes first.</summary>
    private int Trained()
    {
        const string Field = "original_max_position_embeddings";
        return config.Has(Field) ? config.Integer(Field, 1, ConfigFields.MaxPositions)
            : scaling!.Has(Field) ? scaling.Integer(Field, 1, ConfigFields.MaxPositions)
            : Extended();
    }

    private int Rotated(int headDim)
    {
        const string InParameters = "partial_rotary_factor";
        var source = scaling is not null && scaling.Has(InParameters) ? scaling : config;
        var field = source == scaling ? InParameters : fields.Fraction ?? InParameters;
        var fraction = source.Number(field, 0, 1, fields.DefaultFraction);
        if (fields.Fraction is null && fraction != 1)
        {
            throw source.Wrong(field, $"is {fraction}, but {config.ModelType} models turn whole heads");
        }

        var rotated = (int)(headDim * fraction);
        return rotated > 0 && rotated % 2 == 0
            ? rotated
            : throw (fraction == 1
                ? config.Wrong("head_dim", $"is {headDim}, but rotary embeddings need an even number")
                : source.Wrong(field, $"is {fraction}, of heads of {headDim} dimensions, but an even number of dimensions must turn, at least 2"));
    }
}
