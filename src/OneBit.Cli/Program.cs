using System.CommandLine;
using OneBit.Cli;
using OneBit.Cli.Commands;
using OneBit.IR;

var terminal = new Terminal(Console.Out, Console.Error, isErrorInteractive: !Console.IsErrorRedirected);
var root = new RootCommand("Converts, runs, inspects, measures and compares binarized neural networks (.tflite, .h5, .keras).")
{
    new ConvertCommand(terminal),
    new RunCommand(terminal),
    new InspectCommand(terminal),
    new BenchmarkCommand(terminal),
    new ValidateCommand(terminal),
    new KernelsCommand(terminal),
};
ExamplesHelp.Install(root);

try
{
    ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
    if (parsed.Errors.Count > 0)
    {
        terminal.Error.WriteLine($"onebit: {string.Join(" ", parsed.Errors.Select(e => e.Message))}");
        terminal.Error.WriteLine($"'{ExamplesHelp.PathOf(parsed.CommandResult.Command)} --help' shows what is understood.");
        return ExitCode.CommandLineWrong;
    }
    KernelVariables.Check();
    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (CommandLineException e)
{
    terminal.Error.WriteLine($"onebit: {e.Message}");
    return ExitCode.CommandLineWrong;
}
catch (Exception e) when (e is InputException or ModelFormatException or OutOfMemoryException)
{
    string sentence = e is OutOfMemoryException ? "there is not enough memory for this model and these inputs; give fewer rows at a time" : e.Message;
    terminal.Error.WriteLine($"onebit: {OneLine.Of(sentence)}");
    return ExitCode.InputWrong;
}
#pragma warning disable CA1031 // The one place where everything ends: scripts get an exit code, people a sentence.
catch (Exception e)
{
    string detail = Environment.GetEnvironmentVariable("ONEBIT_STACK_TRACE") == "1" ? e.ToString() : $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")} (ONEBIT_STACK_TRACE=1 shows where)";
    terminal.Error.WriteLine($"onebit: this is a fault of OneBit, please report it with the model and the command line: {detail}");
    return ExitCode.OurFault;
}
