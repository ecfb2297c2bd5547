using SteerScope.Silo.Sweeps;
using SteerScope.Silo.Tests.Support;
using SteerScope.Sweeps.Specs;
using Xunit;

namespace SteerScope.Silo.Tests.Sweeps;

public sealed class StoreRootTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _store;
    private readonly string _outside;
    private readonly StoreRoot _root;

    public StoreRootTests()
    {
        _store = Directory.CreateDirectory(_folder["store"]).FullName;
        _outside = Directory.CreateDirectory(_folder["outside"]).FullName;
        Directory.CreateDirectory(At("deep/er"));
        Directory.CreateDirectory(_folder["store-too"]);
        File.WriteAllText(At("file"), "");
        File.WriteAllText(Path.Combine(_outside, "secret.jsonl"), "");
        _root = new StoreRoot(_store);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("file")]
    [InlineData("new/folder")]
    [InlineData("deep/../file")]
    [InlineData("./deep//er/.")]
    public void Require_PathInside_IsAllowed(string path) => _root.Require(_store + "/" + path, "out");

    [Theory]
    [InlineData("/..")]
    [InlineData("/../outside")]
    [InlineData("/deep/../../outside/secret.jsonl")]
    [InlineData("-too")]
    [InlineData("-too/new")]
    [InlineData("/a\0b")]
    public void Require_PathOutside_IsRefused(string path)
    {
        var error = Assert.Throws<InputException>(() => _root.Require(_store + path, "out"));

        Assert.StartsWith("out is '", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("")]
    [InlineData("../x")]
    public void Require_RelativePath_IsRefused(string path) => Assert.Throws<InputException>(() => _root.Require(path, "out"));

    [Fact]
    public void Require_LinkThatStaysInside_IsAllowed()
    {
        Link("link", At("deep"));
        Link("relative", "deep/er");

        _root.Require(At("link/er"), "out");
        _root.Require(At("relative/new"), "out");
    }

    [Fact]
    public void Require_LinkThatLeadsOut_IsRefused()
    {
        Link("folder", _outside);
        Link("file-link", Path.Combine(_outside, "secret.jsonl"));
        Link("up", "../outside");
        Link("chain", "folder");

        Refused(At("folder"));
        Refused(At("folder/new"));
        Refused(At("file-link"));
        Refused(At("up"));
        Refused(At("chain/secret.jsonl"));
    }

    [Fact]
    public void Require_DanglingLinkThatLeadsOut_IsRefused()
    {
        Link("dangling", Path.Combine(_outside, "not-yet"));
        Link("dangling-inside", At("not-yet"));

        Refused(At("dangling"));
        Refused(At("dangling/new"));
        _root.Require(At("dangling-inside"), "out");
    }

    // To the eye store/self/../outside is store/outside; the system goes up from where the link leads.
    [Fact]
    public void Require_DotsAfterALink_AreTakenBothWays()
    {
        Link("self", _store);
        Link("down", At("deep/er"));

        Refused(At("self/../outside"));
        _root.Require(At("down/../new"), "out");
    }

    [Fact]
    public void Require_DotsInALinksTarget_GoUpFromWhereItLeads()
    {
        Link("deep/er/self", _store);
        Link("tricky", "deep/er/self/../outside");

        Refused(At("tricky"));
    }

    [Fact]
    public void Require_LinksInACircle_IsOneSentence()
    {
        Link("a", "b");
        Link("b", "a");

        Refused(At("a/x"));
    }

    [Fact]
    public void Require_RootIsALink_ItsContentIsInside()
    {
        File.CreateSymbolicLink(_folder["store-link"], _store);
        var root = new StoreRoot(_folder["store-link"]);

        root.Require(_folder["store-link"] + "/file", "out");
        root.Require(At("file"), "out");
        Assert.Throws<InputException>(() => root.Require(_outside, "out"));
    }

    [Fact]
    public void Require_RootOfTheDisk_AllowsEverything() => new StoreRoot("/").Require(_outside, "out");

    [Theory]
    [InlineData("../outside/*.jsonl")]
    [InlineData("../*/secret.jsonl")]
    [InlineData("deep/*/../../../outside/secret.jsonl")]
    [InlineData("dee?/../../outside/secret.jsonl")]
    [InlineData("/etc/*")]
    [InlineData("/*")]
    [InlineData("../outside/secret.jsonl")]
    public void RequireInputs_BehaviourOrCorpusOutside_IsRefused(string path)
    {
        var behaviour = Spec() with { Behaviours = [new BehaviourSpec { Path = path }] };
        var corpus = Spec() with { Corpus = new CorpusSpec { Paths = [path] } };

        Assert.Contains("behaviours", Assert.Throws<InputException>(() => _root.RequireInputs(behaviour)).Message, StringComparison.Ordinal);
        Assert.Contains("corpus.paths", Assert.Throws<InputException>(() => _root.RequireInputs(corpus)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequireInputs_ModelTokenizerOrSaeOutside_IsRefused()
    {
        SweepSpec[] specs =
        [
            Spec() with { Model = new ModelSpec { Path = _outside } },
            Spec() with { Model = new ModelSpec { Path = "deep", Tokenizer = "../outside/secret.jsonl" } },
            Spec() with { Saes = [new SaeSpec { Name = "s", Path = "../outside" }] },
            Spec() with { Saes = [new SaeSpec { Name = "s", Path = "deep", Pattern = "../../outside/{layer}" }] },
            Spec() with { Saes = [new SaeSpec { Name = "s", Path = "deep", Pattern = "/etc/{layer}" }] },
        ];

        Assert.All(specs, spec => Assert.Throws<InputException>(() => _root.RequireInputs(spec)));
    }

    [Fact]
    public void RequireInputs_EverythingInside_IsAllowed() => _root.RequireInputs(Spec() with
    {
        Folder = At("deep"),
        Behaviours = [new BehaviourSpec { Path = "../*.jsonl" }, new BehaviourSpec { Path = "er/?/*.jsonl" }],
        Corpus = new CorpusSpec { Paths = [At("file")] },
        Saes = [new SaeSpec { Name = "s", Path = "er", Pattern = "layer_{layer}/*/x" }],
    });

    [Fact]
    public void RequireFound_PatternLedOutByALink_IsRefused()
    {
        Link("behaviours", _outside);

        Assert.Throws<InputException>(() => _root.RequireFound(Spec() with { Behaviours = [new BehaviourSpec { Path = "*/secret.jsonl" }] }));
    }

    [Fact]
    public void RequireFound_LinkInTheModelsOrAnSaesFolder_IsRefused()
    {
        Directory.CreateDirectory(At("model"));
        Directory.CreateDirectory(At("sae"));
        _root.RequireFound(Spec() with { Model = new ModelSpec { Path = "model" } });
        Link("model/config.json", Path.Combine(_outside, "secret.jsonl"));
        Link("sae/cfg.json", Path.Combine(_outside, "secret.jsonl"));

        Assert.Throws<InputException>(() => _root.RequireFound(Spec() with { Model = new ModelSpec { Path = "model" } }));
        Assert.Throws<InputException>(() => _root.RequireFound(Spec() with { Saes = [new SaeSpec { Name = "s", Path = "sae", Layers = LayerSelection.Of([0]) }] }));
    }

    private string At(string path) => Path.Combine(_store, path);

    private void Link(string path, string target) => File.CreateSymbolicLink(At(path), target);

    private void Refused(string path) => Assert.Throws<InputException>(() => _root.Require(path, "out"));

    private SweepSpec Spec() => new() { Folder = _store, Model = new ModelSpec { Path = "deep" } };
}
