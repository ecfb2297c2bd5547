using SteerScope.Grains.Messages;

namespace SteerScope.Grains;

/// <summary>Looks at a submission before it is taken: what is wrong is the client's to hear.</summary>
public interface ISubmissionCheck
{
    /// <summary>Class of the devices that it asks for.</summary>
    /// <exception cref="InputException">The spec is wrong, or names a path outside the store's root.</exception>
    string DeviceClassOf(SweepSubmission submission);
}
