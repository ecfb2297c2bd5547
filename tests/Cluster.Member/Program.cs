using SteerScope.Cluster.Member;

// A member of a cluster whose device does what no real one does when asked: tests start it, as a process of its own.
return await MemberProgram.RunAsync(MemberArguments.Parse(args));
