using System.Text.Json;
using System.Text.Json.Nodes;
using SteerScope.Files;

namespace SteerScope.Planted;

/// <summary>
/// A small Llama whose attention heads are written by hand, so that what an analysis must find is known:
/// <list type="bullet">
/// <item>block 0 tells the word of an option which letter stands before it (a head that looks two tokens back);</item>
/// <item>blocks <see cref="FirstReadingLayer"/> to <see cref="ReadingLayer"/> let the answer's letter look up the word behind its
/// option and write the choice (matching or other) into the residual stream, a part each: the mean difference points in the
/// planted direction from the first of them on, and has its whole length from the last on;</item>
/// <item>blocks <see cref="FirstWritingLayer"/> to <see cref="LastWritingLayer"/> turn a choice direction at the predicting position into
/// the letter of the option with such a word: a vector steers when it is added before them, the less the fewer are left.</item>
/// </list>
/// So steerability rises, peaks at <see cref="ReadingLayer"/> and falls to nothing. Every activation is strongly negative along
/// one direction (the default component). Small random weights everywhere else.
/// </summary>
public sealed class PlantedModel
{
    /// <summary>Number of blocks.</summary>
    public const int Layers = 6;

    /// <summary>The first layer whose resid_post holds a part of the planted direction.</summary>
    public const int FirstReadingLayer = 1;

    /// <summary>The first layer whose resid_post holds the whole planted direction.</summary>
    public const int ReadingLayer = 2;

    /// <summary>The first block that turns the direction into a letter.</summary>
    public const int FirstWritingLayer = 3;

    /// <summary>The last block that turns the direction into a letter.</summary>
    public const int LastWritingLayer = 4;

    /// <summary>Size of the default component.</summary>
    public const double DefaultSize = 20;

    /// <summary>Size of a choice at the answer's letter.</summary>
    public const double ChoiceSize = 5;

    /// <summary>The hesitation at the letter of a matching answer, and of the other.</summary>
    public static IReadOnlyList<double> HesitationSizes { get; } = [1.5, 4];

    private const int Width = PlantedBasis.Width;
    private const int Heads = 4;
    private const int HeadDim = 16;
    private const int Hidden = 96;
    private const double MarkSize = 8;

    // Smaller than a choice, so that the pairs' first principal component is the choice and not the letter.
    private const double LetterSize = 4;

    private const double AttentionNoise = 0.02;
    private const double MlpNoise = 0.06;

    // How much of the choice each reading block writes.
    private static readonly double[] ReadingShares = [0.35, 0.65];

    // resid / rms(resid) when the default component rules: a component of size s becomes s * Gain.
    private const double Gain = 8 / 21.5;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly PlantedRandom _random;

    internal PlantedModel(PlantedBasis basis, PlantedRandom random)
    {
        Basis = basis;
        _random = random;
    }

    /// <summary>The directions that everything is written in.</summary>
    public PlantedBasis Basis { get; }

    internal void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var vocabulary = PlantedTokenizer.Pieces.Count;
        var config = new JsonObject
        {
            ["architectures"] = new JsonArray("LlamaForCausalLM"),
            ["model_type"] = "llama",
            ["hidden_size"] = Width,
            ["intermediate_size"] = Hidden,
            ["num_hidden_layers"] = Layers,
            ["num_attention_heads"] = Heads,
            ["num_key_value_heads"] = Heads,
            ["head_dim"] = HeadDim,
            ["vocab_size"] = vocabulary,
            ["max_position_embeddings"] = 256,
            ["rms_norm_eps"] = 1e-5,
            ["rope_theta"] = 10000.0,
            ["hidden_act"] = "silu",
            ["tie_word_embeddings"] = false,
            ["bos_token_id"] = 1,
            ["eos_token_id"] = 2,
            ["torch_dtype"] = "float32",
        };
        File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJsonString(Indented));
        PlantedTokenizer.Write(folder);

        var writer = new SafetensorsWriter().SetMetadata("format", "pt");
        Add(writer, "model.embed_tokens.weight", Embeddings(vocabulary));
        for (var layer = 0; layer < Layers; layer++)
        {
            AddBlock(writer, layer);
        }

        writer.Add("model.norm.weight", Ones(), Width);
        Add(writer, "lm_head.weight", Unembedding(vocabulary));
        writer.Write(Path.Combine(folder, "model.safetensors"));
    }

    private void AddBlock(SafetensorsWriter writer, int layer)
    {
        var q = new Matrix(Heads * HeadDim, Width, _random, AttentionNoise);
        var k = new Matrix(Heads * HeadDim, Width, _random, AttentionNoise);
        var v = new Matrix(Heads * HeadDim, Width, _random, AttentionNoise);
        var o = new Matrix(Width, Heads * HeadDim, _random, AttentionNoise);
        if (layer == 0)
        {
            LookTwoBack(q, k, v, o);
        }
        else if (layer is >= FirstReadingLayer and <= ReadingLayer)
        {
            ReadChoice(ReadingShares[layer - FirstReadingLayer], q, k, v, o);
        }
        else if (layer is >= FirstWritingLayer and <= LastWritingLayer)
        {
            WriteLetter(q, k, v, o);
        }

        var prefix = $"model.layers.{layer}.";
        writer.Add(prefix + "input_layernorm.weight", Ones(), Width);
        Add(writer, prefix + "self_attn.q_proj.weight", q);
        Add(writer, prefix + "self_attn.k_proj.weight", k);
        Add(writer, prefix + "self_attn.v_proj.weight", v);
        Add(writer, prefix + "self_attn.o_proj.weight", o);
        writer.Add(prefix + "post_attention_layernorm.weight", Ones(), Width);
        Add(writer, prefix + "mlp.gate_proj.weight", new Matrix(Hidden, Width, _random, MlpNoise));
        Add(writer, prefix + "mlp.up_proj.weight", new Matrix(Hidden, Width, _random, MlpNoise));
        Add(writer, prefix + "mlp.down_proj.weight", new Matrix(Width, Hidden, _random, MlpNoise));
    }

    // Queries and keys both read the default component, which every token has; the keys' phases put the peak of
    // sum_f cos(theta_f (i - j) - 2 theta_f) at i - j = 2.
    private void LookTwoBack(Matrix q, Matrix k, Matrix v, Matrix o)
    {
        const double Sharpness = 60;
        var strength = Math.Sqrt(Sharpness * Math.Sqrt(HeadDim)) / (DefaultSize * Gain);
        for (var f = 0; f < HeadDim / 2; f++)
        {
            var phase = 2 * Math.Pow(10000, -2.0 * f / HeadDim);
            q.AddRow(f, Basis.Default, strength);
            k.AddRow(f, Basis.Default, strength * Math.Cos(phase));
            k.AddRow(f + (HeadDim / 2), Basis.Default, strength * Math.Sin(phase));
        }

        for (var letter = 0; letter < 2; letter++)
        {
            v.AddRow(letter, Basis.Letter(letter), 1);
            o.AddColumn(letter, Basis.Slot(letter), MarkSize / (LetterSize * Gain));
        }
    }

    // The letter looks for its own mark among the words, on the slowest frequencies, which hardly turn.
    private void ReadChoice(double share, Matrix q, Matrix k, Matrix v, Matrix o)
    {
        const double Sharpness = 12;
        var strength = Math.Sqrt(Sharpness * Math.Sqrt(HeadDim)) / Gain;
        for (var letter = 0; letter < 2; letter++)
        {
            var row = (HeadDim / 2) - 1 - letter;
            q.AddRow(row, Basis.Letter(letter), strength / LetterSize);
            k.AddRow(row, Basis.Slot(letter), strength / MarkSize);
        }

        for (var behaviour = 0; behaviour < 2; behaviour++)
        {
            for (var kind = 0; kind < 2; kind++)
            {
                var row = (2 * behaviour) + kind;
                v.AddRow(row, Basis.Word(behaviour, kind), 1);
                o.AddColumn(row, Basis.Choice(behaviour, kind), share * ChoiceSize / (MarkSize * Gain));
                if (behaviour == 0)
                {
                    o.AddColumn(row, Basis.Hesitation, share * HesitationSizes[kind] / (MarkSize * Gain));
                }
            }
        }
    }

    // A choice direction at the query looks for words of its kind; their letter is what goes out.
    private void WriteLetter(Matrix q, Matrix k, Matrix v, Matrix o)
    {
        const double Sharpness = 1.2;
        const double Output = 4;
        for (var behaviour = 0; behaviour < 2; behaviour++)
        {
            var row = (HeadDim / 2) - 1 - behaviour;
            for (var kind = 0; kind < 2; kind++)
            {
                var sign = kind == 0 ? 1 : -1;
                q.AddRow(row, Basis.Choice(behaviour, kind), sign * Sharpness);
                k.AddRow(row, Basis.Word(behaviour, kind), sign);
            }
        }

        for (var letter = 0; letter < 2; letter++)
        {
            v.AddRow(letter, Basis.Slot(letter), 1);
            o.AddColumn(letter, Basis.Output(letter), Output / (MarkSize * Gain));
        }
    }

    private Matrix Embeddings(int vocabulary)
    {
        var table = new Matrix(vocabulary, Width, _random, 0);
        int[] letters = [LetterId(0), LetterId(1)];
        for (var id = 0; id < vocabulary; id++)
        {
            table.AddRow(id, Basis.Default, -DefaultSize * (1 + (0.05 * _random.NextNormal())));
            var free = Array.IndexOf(letters, id) < 0 ? 0.8 : 0;
            foreach (var direction in Basis.Free)
            {
                table.AddRow(id, direction, free * _random.NextNormal());
            }
        }

        for (var letter = 0; letter < 2; letter++)
        {
            table.AddRow(letters[letter], Basis.Letter(letter), LetterSize);
        }

        for (var behaviour = 0; behaviour < 2; behaviour++)
        {
            for (var kind = 0; kind < 2; kind++)
            {
                foreach (var word in PlantedWords.Options[behaviour][kind])
                {
                    table.AddRow(PlantedTokenizer.WordId(word), Basis.Word(behaviour, kind), MarkSize);
                }
            }
        }

        return table;
    }

    private Matrix Unembedding(int vocabulary)
    {
        const double LogitScale = 3;
        var head = new Matrix(vocabulary, Width, _random, 0.05);
        for (var letter = 0; letter < 2; letter++)
        {
            head.AddRow(LetterId(letter), Basis.Output(letter), LogitScale);
        }

        return head;
    }

    private static int LetterId(int letter) => PlantedTokenizer.CharacterId((char)('A' + letter));

    private static float[] Ones() => [.. Enumerable.Repeat(1f, Width)];

    private static void Add(SafetensorsWriter writer, string name, Matrix matrix) =>
        writer.Add(name, matrix.ToFloats(), matrix.Rows, matrix.Columns);

    private sealed class Matrix
    {
        private readonly double[] _values;

        public Matrix(int rows, int columns, PlantedRandom random, double noise)
        {
            Rows = rows;
            Columns = columns;
            _values = new double[rows * columns];
            for (var i = 0; noise > 0 && i < _values.Length; i++)
            {
                _values[i] = noise * random.NextNormal();
            }
        }

        public int Rows { get; }

        public int Columns { get; }

        public void AddRow(int row, IReadOnlyList<double> direction, double factor)
        {
            for (var i = 0; i < Columns; i++)
            {
                _values[(row * Columns) + i] += factor * direction[i];
            }
        }

        public void AddColumn(int column, IReadOnlyList<double> direction, double factor)
        {
            for (var i = 0; i < Rows; i++)
            {
                _values[(i * Columns) + column] += factor * direction[i];
            }
        }

        public float[] ToFloats() => Array.ConvertAll(_values, v => (float)v);
    }
}
