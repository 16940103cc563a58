namespace OneBit.Cli;

/// <summary>Options that exclude or need one another. Ends the process with exit code 2.</summary>
internal sealed class CommandLineException(string message) : Exception(message);
