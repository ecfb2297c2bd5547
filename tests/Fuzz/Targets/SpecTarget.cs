using SteerScope.Fuzz.Mutators;
using SteerScope.Fuzz.Seeds;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Fuzz.Targets;

/// <summary>A spec: read and checked, and what is accepted written and read again.</summary>
internal sealed class SpecTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "spec";

    // The parser of YAML takes about a megabyte for a small file, and each is read up to four times; the pattern of an SAE's
    // place is filled in for each of a thousand layers, at some eight bytes a letter.
    /// <inheritdoc/>
    public MemoryBound Memory => new(16 << 20, 12_000);

    /// <inheritdoc/>
    public IReadOnlyList<FuzzSeed> Seeds { get; } = SpecSeeds.All;

    /// <inheritdoc/>
    public IReadOnlyList<IMutator> Mutators { get; } =
    [
        new ByteMutator(),
        new LineMutator(["&a ", "*a", "!!binary ", "!tag ", "- ", "? ", ": ", "#", "\"", "'", "|", ">", "[", "]", "{", "}", ",", "%YAML 1.1\n", "---\n", "...\n", "<<: ", "~", "null", "\t", "@", "`", "\\x", "\xEF\xBB\xBF", "..", "*", "{layer}"]),
        new LineMutator(["[]", "{}", "yes", "all", "none", "[1, 1]", "[a, b]", "{a: 1}", "1:2", "0-1", "-1", "0:99999999"]),
    ];

    /// <inheritdoc/>
    public void Read(string folder, FuzzSeed seed)
    {
        var path = Path.Combine(folder, seed.FileName);
        var spec = SpecFile.Load(path, checkFiles: false);
        var again = SpecFile.Parse(SpecFile.ToYaml(spec), path, checkFiles: false);
        if (SpecFile.ToJson(again) != SpecFile.ToJson(spec) || SpecFile.ToJson(SpecFile.Parse(SpecFile.ToJson(spec), path, checkFiles: false)) != SpecFile.ToJson(spec))
        {
            throw new ImplausibleException("A spec that was written and read again is another one.");
        }

        SpecFile.Load(path);
    }
}
