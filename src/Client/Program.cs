using SteerScope.Client;

return CommandLine.Run(args);
