using Orleans.Concurrency;
using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Leases;

namespace SteerScope.Grains;

/// <summary>One sweep: its plan, who works on what, how far it is. Its key is the sweep's id.</summary>
[Alias("steerscope.sweep")]
public interface ISweepGrain : IGrainWithStringKey
{
    /// <summary>Opens a session for a device; its folder is there when this returns.</summary>
    [ResponseTimeout("00:10:00")]
    Task<SessionTicket> Open(DeviceOffer offer);

    /// <summary>The catalog has a new submission for this sweep: what is kept of the former one is dropped, and what failed is tried again.</summary>
    Task Resubmitted();

    /// <summary>A device that cannot work for the sweep says why; status shows it until it opens a session.</summary>
    Task Unable(DeviceOffer offer, string reason);

    /// <summary>Takes reports, gives leases.</summary>
    Task<ExchangeReply> Exchange(ExchangeRequest request);

    /// <summary>Ends a session in good order.</summary>
    Task Close(long session, IReadOnlyList<LeaseReport> reports);

    /// <summary>Where the sweep stands.</summary>
    [AlwaysInterleave]
    Task<SweepStatus> Status();

    /// <summary>Stops it; what is done stays.</summary>
    [AlwaysInterleave]
    Task Cancel();

}
