using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Silo.Sweeps;

/// <summary>Reads the spec of a submission on a member of the cluster.</summary>
internal static class SubmittedSpec
{
    /// <summary>The spec, with its paths in full and inside the store.</summary>
    /// <exception cref="InputException">It is wrong, or names a path outside.</exception>
    public static SweepSpec Read(SweepSubmission submission, StoreRoot root)
    {
        root.Require(submission.Folder, "the spec's folder");
        root.Require(submission.Out, "out");
        var spec = SpecFile.Parse(submission.Spec, Path.Combine(submission.Folder, "spec.yaml"), checkFiles: false) with { Out = submission.Out };
        root.RequireInputs(spec);

        // Only now: whether a file outside the store exists is nobody's business either.
        SpecFile.Parse(submission.Spec, Path.Combine(submission.Folder, "spec.yaml"));
        return spec;
    }
}
