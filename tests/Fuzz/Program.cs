using SteerScope.Fuzz;

return await FuzzCommand.RunAsync(args).ConfigureAwait(false);
