namespace OneBit.Cli;

/// <summary>What the user handed over is wrong: the message is one sentence that names it and a way on. Ends the process with exit code 1.</summary>
internal class InputException(string message, Exception? inner = null) : Exception(message, inner);
