using SteerScope.Sweeps.Hosts;

namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

internal sealed class SilentObserver : ISweepObserver;
