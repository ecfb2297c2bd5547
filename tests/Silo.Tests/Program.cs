using SteerScope.Silo.Tests.Support;

// What HelperProcess starts: a process of its own that a test may kill.
return await HelperProgram.RunAsync(args);
