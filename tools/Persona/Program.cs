using SteerScope.Persona;

return CommandLine.Run(args);
