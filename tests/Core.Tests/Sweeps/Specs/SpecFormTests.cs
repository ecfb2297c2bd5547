using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SteerScope.Sweeps.Specs;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Specs;

public sealed class SpecFormTests
{
    private const string Full = """
        model: {path: "m é \U0001F600 \" \\", tokenizer: null}
        behaviours: [b.jsonl, {path: c.csv, name: null}]
        prompts: {template: "{question}\n\t\u2028{{}}\U0001F600 {answer}", letters: only, seed: -9223372036854775808, train_range: "0%:1%", test_range: "1%:2%", strip: false}
        corpus: {paths: [w.txt], skip_positions: 0}
        layers: 3-5
        saes: [s]
        steer: {multipliers: [-0.0, 0.1, 1e-7]}
        """;

    [Theory]
    [InlineData("model: m\nbehaviours: [b.jsonl]")]
    [InlineData(Full)]
    public void ToJsonAndToYaml_AnySpec_ReadAsTheSameSpec(string text)
    {
        var spec = Parse(text);
        var json = SpecFile.ToJson(spec);
        Assert.Equal(json, SpecFile.ToJson(Parse(json)));
        Assert.Equal(json, SpecFile.ToJson(Parse(SpecFile.ToYaml(spec))));
        Assert.Equal(SpecFile.Digest(spec), SpecFile.Digest(Parse(SpecFile.ToYaml(spec))));
    }

    [Fact]
    public void ToJson_SameSpecInOtherWords_IsTheSame()
    {
        var one = Parse("model: m\nbehaviours: [b.jsonl]\nlayers: [2, 0-1]\nname: s\nsteer: {multipliers: [-1.0, 0, 1e0]}");
        var two = Parse("steer:\n  multipliers:\n  - -1\n  - 0.0\n  - 1\nbehaviours:\n- path: 'b.jsonl'\nmodel:\n  path: m\nprompts: {order: file}\nlayers: 0-2\nout: runs/s\nname: s");
        Assert.Equal(SpecFile.ToJson(one), SpecFile.ToJson(two));
        Assert.NotEqual(SpecFile.Digest(one), SpecFile.Digest(Parse("model: m\nbehaviours: [b.jsonl]\nlayers: [2, 0-1]\nname: s\nsteer: {multipliers: [-1.0, 0, 1.5]}")));
    }

    [Fact]
    public void ToJson_LeastSpec_HasSortedKeysAndAllDefaults()
    {
        var json = SpecFile.ToJson(Parse("model: m\nbehaviours: [b.jsonl]"));
        Assert.StartsWith("""{"behaviours":[{"name":null,"path":"b.jsonl"}],"compute":{"batch_tokens":4096,"device":"cpu",""", json, StringComparison.Ordinal);
        Assert.Contains(""""multipliers":[-1.5,-1,-0.5,0,0.5,1,1.5]"""", json, StringComparison.Ordinal);
    }

    [Fact]
    public void SectionJson_Section_IsThatPartAlone()
    {
        var spec = Parse("model: m\nbehaviours: [b.jsonl]");
        Assert.Equal("""{"path":"m","precision":"float32","tokenizer":null}""", SpecFile.SectionJson(spec, "model"));
        Assert.Equal("null", SpecFile.SectionJson(spec, "corpus"));
        Assert.Throws<ArgumentException>(() => SpecFile.SectionJson(spec, "none"));
    }

    [Property(MaxTest = 500)]
    public Property Parse_DamagedSpec_GivesASpecOrInputException()
    {
        var damage = Gen.Choose(0, Full.Length - 1).SelectMany(at => Gen.Choose(0, 3).SelectMany(kind => Gen.Elements(Tokens).Select(token => (at, kind, token))));
        return Prop.ForAll(damage.NonEmptyListOf().ToArbitrary(), edits => IsSpecOrInputException(edits.Take(6).Aggregate(Full, Damage)));
    }

    [Property(MaxTest = 500)]
    public Property Parse_RandomYaml_GivesASpecOrInputException() =>
        Prop.ForAll(Gen.Elements(Tokens).ListOf().ToArbitrary(), tokens => IsSpecOrInputException(string.Concat(tokens)));

    [Property(MaxTest = 300)]
    public bool Parse_AnyText_GivesASpecOrInputException(string? text) => IsSpecOrInputException(text ?? "") && IsSpecOrInputException($"model: {text}\nbehaviours: [\"{text}\"]");

    [Fact]
    public void Parse_AliasBomb_EndsAtOnce()
    {
        var bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 20).Select(i => $"{(char)('a' + i)}: &{(char)('a' + i)} [{string.Join(", ", Enumerable.Repeat($"*{(char)('a' + i - 1)}", 9))}]\n"));
        Assert.Contains("anchor", Assert.Throws<InputException>(() => Parse(bomb)).Message, StringComparison.Ordinal);
    }

    private static readonly string[] Tokens =
        ["\n", "\n  ", "\n- ", ": ", "[", "]", "{", "}", ",", "'", "\"", "\\", "&a ", "*a", "!!x ", "|\n", ">\n", "? ", "# ", "---\n", "...\n", "%YAML 1.2\n", "<<: ", "~", "null", "\t", "\0", "\uFEFF", "\uD800", "\u2028", "{layer}", "{question}",
         "model", "behaviours", "prompts", "corpus", "layers", "saes", "steer", "path", "pattern", "multipliers", "train", "template", "letters", "0-4", "1", "-1.5", "1e400", ".nan", "99999999999999999999", "true", "b.jsonl", "*?", "..", "/"];

    private static string Damage(string text, (int At, int Kind, string Token) edit)
    {
        var at = Math.Min(edit.At, text.Length);
        return edit.Kind switch
        {
            0 => text.Insert(at, edit.Token),
            1 => text[..at],
            2 => text.Remove(at, Math.Min(text.Length - at, edit.Token.Length)),
            _ => text.Remove(at, Math.Min(text.Length - at, edit.Token.Length)).Insert(at, edit.Token),
        };
    }

    private static bool IsSpecOrInputException(string text)
    {
        try
        {
            SpecFile.Check(text, "fuzz.yaml", checkFiles: true, out _);
            var spec = SpecFile.Parse(text, "fuzz.yaml", checkFiles: false);
            return SpecFile.ToJson(spec) == SpecFile.ToJson(Parse(SpecFile.ToYaml(spec)));
        }
        catch (InputException error)
        {
            return error.Message.StartsWith("fuzz.yaml: ", StringComparison.Ordinal);
        }
    }

    private static SweepSpec Parse(string text) => SpecFile.Parse(text, "fuzz.yaml", checkFiles: false);
}
