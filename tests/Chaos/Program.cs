using SteerScope.Chaos;

return await ChaosCommand.RunAsync(args).ConfigureAwait(false);
