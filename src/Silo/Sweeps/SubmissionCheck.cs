using SteerScope.Grains;
using SteerScope.Grains.Messages;

namespace SteerScope.Silo.Sweeps;

/// <inheritdoc cref="ISubmissionCheck"/>
internal sealed class SubmissionCheck(StoreRoot root) : ISubmissionCheck
{
    /// <inheritdoc/>
    public string DeviceClassOf(SweepSubmission submission)
    {
        var compute = SubmittedSpec.Read(submission, root).Compute;
        return DeviceClass.Wanted(compute.Device, compute.Gpu);
    }
}
