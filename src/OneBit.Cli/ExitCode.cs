namespace OneBit.Cli;

/// <summary>What the process says to scripts.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Fine = 0;

    /// <summary>The input is wrong, or a comparison failed.</summary>
    public const int InputWrong = 1;

    /// <summary>The command line is wrong.</summary>
    public const int CommandLineWrong = 2;

    /// <summary>OneBit is wrong.</summary>
    public const int OurFault = 3;
}
