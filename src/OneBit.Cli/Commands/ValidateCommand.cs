using System.CommandLine;
using OneBit.Cli.Inputs;
using OneBit.Cli.Output;
using OneBit.Converter;
using OneBit.Tensors;
using Spectre.Console;

namespace OneBit.Cli.Commands;

/// <summary><c>onebit validate</c>: two models on the same inputs.</summary>
internal sealed class ValidateCommand : ExampleCommand
{
    private readonly Terminal terminal;
    private readonly Argument<string> modelA = CommonOptions.Model("MODEL_A");
    private readonly Argument<string> modelB = CommonOptions.Model("MODEL_B");
    private readonly Option<string[]> input = new("--input", "-i") { Description = "an .npy array per input, as for run; random ones by default", HelpName = "[NAME=]FILE.npy", AllowMultipleArgumentsPerToken = true };
    private readonly Option<double> tolerance = new("--tolerance") { Description = "the largest absolute difference that counts as equal", HelpName = "T", DefaultValueFactory = _ => 1e-4 };
    private readonly Option<int> samples = CommonOptions.AtLeast(1, int.MaxValue, new Option<int>("--samples") { Description = "how many random inputs to try", HelpName = "N", DefaultValueFactory = _ => 8 });
    private readonly Option<int> seed = CommonOptions.Seed();
    private readonly Option<string> executorA = CommonOptions.Executor();
    private readonly Option<string> executorB = new("--executor-b") { Description = "the executor of MODEL_B, where it is another one" };
    private readonly Option<int> threads = CommonOptions.Threads();
    private readonly ImportArguments import = new();
    private readonly Option<long> maxMemory = CommonOptions.MaxMemory();
    private readonly Option<bool> json = CommonOptions.Json();

    public ValidateCommand(Terminal terminal)
        : base("validate", "Runs two models on the same inputs and compares what they give; exits with 0 where that is within the tolerance, with 1 otherwise.")
    {
        this.terminal = terminal;
        executorB.AcceptOnlyFromAmong("auto", "reference");
        tolerance.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && double.TryParse(result.Tokens[0].Value, out double value) && !(value >= 0))
                result.AddError($"--tolerance is {value}; expected 0 or more.");
        });
        Add(modelA);
        Add(modelB);
        foreach (Option option in (Option[])[input, tolerance, samples, seed, executorA, executorB, threads, .. import.All, maxMemory, json])
            Add(option);
        SetAction(Execute);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } =
    [
        "onebit validate old.tflite new.tflite",
        "onebit validate old.tflite new.tflite --input x.npy --tolerance 1e-5 --json",
        "onebit validate model.h5 model.tflite",
        "onebit validate model.tflite model.tflite --executor auto --executor-b reference",
    ];

    private int Execute(ParseResult line)
    {
        string executor = line.GetValue(executorA) ?? "auto";
        using Model a = Load(line, modelA, executor);
        using Model b = Load(line, modelB, line.GetValue(executorB) ?? executor);
        CheckComparable(a, b);
        using Session first = a.CreateSession(new SessionOptions { Threads = line.GetValue(threads) });
        using Session second = b.CreateSession(new SessionOptions { Threads = line.GetValue(threads) });

        Literal[] x;
        Literal[] y;
        if (line.GetValue(input) is { Length: > 0 } files)
            (x, y) = (Run(first, files, line.GetValue(maxMemory)), Run(second, files, line.GetValue(maxMemory)));
        else
            (x, y) = RunRandom(first, second, line.GetValue(samples), line.GetValue(seed));

        Difference[] differences = [.. x.Zip(y, Compare)];
        bool within = differences.All(d => d.Absolute <= line.GetValue(tolerance));
        if (line.GetValue(json))
            WriteJson(a, differences, within, line.GetValue(tolerance));
        else
            WriteTable(a, differences, within, line.GetValue(tolerance));
        return within ? ExitCode.Fine : ExitCode.InputWrong;
    }

    private Model Load(ParseResult line, Argument<string> argument, string executor)
    {
        string file = line.GetRequiredValue(argument);
        ImportOptions read = import.Read(line, line.GetValue(maxMemory));
        var options = new ModelOptions { MaxMemory = line.GetValue(maxMemory), Executor = CommonOptions.ExecutorOf(executor) };
        return ModelFile.Load(terminal, file, options, ModelFile.IsTfLite(file) ? read with { InputShapes = null } : read);
    }

    private Literal[] Run(Session session, string[] files, long memory)
    {
        var run = new ArrayRun(terminal, session, memory);
        return run.Run(run.Read(files));
    }

    private (Literal[] X, Literal[] Y) RunRandom(Session first, Session second, int count, int seed)
    {
        JoinedOutput[] x = [.. first.Model.Outputs.Select(o => new JoinedOutput(o.Name, stacked: true))];
        JoinedOutput[] y = [.. second.Model.Outputs.Select(o => new JoinedOutput(o.Name, stacked: true))];
        PatientProgress.Run(terminal, "comparing", count, sample =>
        {
            Literal[] inputs = RandomInputs.For(first, second, seed + sample);
            Add(x, first.Run(inputs));
            Add(y, second.Run(inputs));
        });
        return ([.. x.Select(o => o.ToLiteral())], [.. y.Select(o => o.ToLiteral())]);
    }

    private static void Add(JoinedOutput[] joined, IReadOnlyList<Literal> results)
    {
        for (int i = 0; i < joined.Length; i++)
            joined[i].Add(results[i]);
    }

    private static void CheckComparable(Model a, Model b)
    {
        if (a.Inputs.Count != b.Inputs.Count || a.Inputs.Zip(b.Inputs).Any(p => p.First.Element != p.Second.Element || !CanAgree(p.First.Shape, p.Second.Shape)))
            throw new InputException($"the models take different inputs: {string.Join(", ", a.Inputs)} and {string.Join(", ", b.Inputs)}");
        if (a.Outputs.Count != b.Outputs.Count)
            throw new InputException($"the models have {a.Outputs.Count} and {b.Outputs.Count} outputs; models to compare have the same");
    }

    // What one model leaves open is as the other has it.
    private static bool CanAgree(Shape a, Shape b) => a.Rank == b.Rank && a.Zip(b).All(d => d.First == d.Second || d.First == Shape.Unknown || d.Second == Shape.Unknown);

    private static Difference Compare(Literal x, Literal y) =>
        x.Type.Shape.ElementCount == y.Type.Shape.ElementCount
            ? Difference.Of(x, y)
            : throw new InputException($"the models give arrays of different size: {x.Type} and {y.Type}");

    private void WriteJson(Model model, Difference[] differences, bool within, double limit) => JsonText.Write(terminal.Out, writer =>
    {
        writer.WriteBoolean("within_tolerance", within);
        writer.Real("tolerance", limit);
        writer.Objects("outputs", Enumerable.Range(0, differences.Length), i =>
        {
            writer.WriteString("name", model.Outputs[i].Name);
            writer.Real("max_abs", differences[i].Absolute);
            writer.Real("max_rel", differences[i].Relative);
            writer.WriteNumber("argmax_agree", differences[i].Agreeing);
            writer.WriteNumber("rows", differences[i].Rows);
        });
    });

    private void WriteTable(Model model, Difference[] differences, bool within, double limit)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("output", "max abs difference", "max rel difference", "same arg-max");
        for (int i = 0; i < differences.Length; i++)
        {
            Difference d = differences[i];
            table.AddRow(Markup.Escape(model.Outputs[i].Name), $"{d.Absolute:G6}", $"{d.Relative:G6}", $"{d.Agreeing} of {d.Rows} rows");
        }
        terminal.Write(table);
        terminal.Out.WriteLine(within ? $"equal within {limit}" : $"not equal within {limit}");
    }
}
