using SteerScope.Grains.Messages;

namespace SteerScope.Grains.Sweeps;

/// <summary>Opens a submitted sweep: everything of it that needs a disk.</summary>
public interface ISweepOpener
{
    /// <summary>Prepares the sweep, takes its folder for a new term, and finds out what is done. Takes as long as reading all prompts.</summary>
    /// <param name="sweep">Its id.</param>
    /// <param name="submission">What was handed in.</param>
    /// <param name="forget">Whether failures and deaths of earlier terms are forgotten.</param>
    /// <exception cref="InputException">Something that the spec names is wrong.</exception>
    OpenSweep Open(string sweep, SweepSubmission submission, bool forget);
}
