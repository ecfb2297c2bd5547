using SteerScope.Fuzz.Mutators;

namespace SteerScope.Fuzz;

/// <summary>A reader that is tried with broken files. It may be used from several threads.</summary>
public interface IFuzzTarget
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>What it may allocate.</summary>
    MemoryBound Memory { get; }

    /// <summary>The valid files; every one of them must be accepted.</summary>
    IReadOnlyList<FuzzSeed> Seeds { get; }

    /// <summary>How inputs are made of them.</summary>
    IReadOnlyList<IMutator> Mutators { get; }

    /// <summary>
    /// Reads everything that can be read of <paramref name="seed"/>'s file in <paramref name="folder"/>, and checks what is
    /// accepted: an <see cref="ImplausibleException"/> says that a file was accepted and cannot have been right.
    /// </summary>
    void Read(string folder, FuzzSeed seed);

    /// <summary>Whether an exception is the reader's way of refusing a file.</summary>
    bool IsRefusal(Exception exception) => exception is InputException;
}
