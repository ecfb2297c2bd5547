using SteerScope.Grains.Messages;

namespace SteerScope.Client.Cluster;

/// <summary>Tells of a sweep on a cluster as it goes on.</summary>
internal interface IClusterProgress
{
    /// <summary>Shows where it stands.</summary>
    void Show(SweepStatus status);

    /// <summary>Nobody answers just now.</summary>
    void Unanswered(string reason);
}
