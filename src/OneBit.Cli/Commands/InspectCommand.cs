using System.CommandLine;
using OneBit.Cli.Output;
using OneBit.IR;
using OneBit.Kernels;
using OneBit.Runtime;

namespace OneBit.Cli.Commands;

/// <summary><c>onebit inspect</c>: what a model is made of.</summary>
internal sealed class InspectCommand : ExampleCommand
{
    private readonly Terminal terminal;
    private readonly Argument<string> model = CommonOptions.Model();
    private readonly Option<bool> json = CommonOptions.Json();
    private readonly Option<bool> text = new("--text") { Description = "print the graph in OneBit's text form" };
    private readonly Option<bool> optimized = new("--optimized") { Description = "show the graph that runs instead of the graph in the file" };
    private readonly Option<bool> fullConstants = new("--full-constants") { Description = "with --text: print every constant in full, so that the text is the whole model" };
    private readonly Option<bool> kernels = new("--kernels") { Description = "show the kernels for every convolution: what the cost model predicts, what a short trial takes, which is picked" };
    private readonly ImportArguments import = new();
    private readonly Option<long> maxMemory = CommonOptions.MaxMemory();

    public InspectCommand(Terminal terminal)
        : base("inspect", "Shows what a model is made of: inputs, outputs, every op with its work and its weights.")
    {
        this.terminal = terminal;
        Add(model);
        foreach (Option option in (Option[])[json, text, optimized, fullConstants, kernels, .. import.All, maxMemory])
            Add(option);
        SetAction(Execute);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } =
    [
        "onebit inspect model.tflite",
        "onebit inspect model.tflite --optimized",
        "onebit inspect model.tflite --text",
        "onebit inspect model.keras --quantizer Half=threshold:0.5,levels:0:1 --text",
        "onebit inspect model.tflite --kernels",
        "onebit inspect model.tflite --json",
    ];

    private int Execute(ParseResult line)
    {
        bool asJson = line.GetValue(json);
        if (asJson && line.GetValue(text))
            throw new CommandLineException("--json and --text exclude each other.");
        if (line.GetValue(fullConstants) && !line.GetValue(text))
            throw new CommandLineException("--full-constants goes with --text.");
        if (line.GetValue(kernels) && (line.GetValue(text) || line.GetValue(optimized)))
            throw new CommandLineException("--kernels shows the convolutions that run; it goes with --json alone.");
        string file = line.GetRequiredValue(model);
        using Model loaded = ModelFile.Load(terminal, file, new ModelOptions { MaxMemory = line.GetValue(maxMemory) }, import.Read(line, line.GetValue(maxMemory)));
        if (line.GetValue(kernels))
            return Kernels(file, loaded, asJson);
        Graph graph = line.GetValue(optimized) ? Plan(loaded)?.Graph ?? loaded.Graph : loaded.SourceGraph;
        if (line.GetValue(text))
        {
            terminal.Out.Write(GraphPrinter.Print(graph, new PrintOptions { Constants = line.GetValue(fullConstants) ? LongConstants.Full : LongConstants.Elided }));
            return ExitCode.Fine;
        }
        IReadOnlyList<OpReport> ops = OpReport.Of(graph, Plan(loaded));
        if (asJson)
            WriteJson(file, loaded, ops);
        else
            InspectTable.Write(terminal, loaded, ops);
        return ExitCode.Fine;
    }

    private int Kernels(string file, Model loaded, bool asJson)
    {
        if (Plan(loaded) is not { } plan)
            throw new InputException($"{file}: leaves shapes open, or needs too much memory, so no kernels are picked before it runs");
        IReadOnlyList<ConvolutionKernels> convolutions = ConvolutionKernels.Measure(terminal, plan);
        double gigahertz = CpuClock.Gigahertz();
        if (asJson)
        {
            JsonText.Write(terminal.Out, writer =>
            {
                writer.WriteString("model", file);
                KernelTable.WriteJson(writer, convolutions, gigahertz);
            });
        }
        else
        {
            KernelTable.Write(terminal, convolutions, gigahertz);
        }
        return ExitCode.Fine;
    }

    /// <summary>The steps that would run; null where the model leaves shapes open or cannot be planned, which is no reason not to show it.</summary>
    private ExecutionPlan? Plan(Model loaded)
    {
        try
        {
            using Session session = loaded.CreateSession();
            return session.Plan;
        }
        catch (ModelFormatException e)
        {
            terminal.Error.WriteLine($"onebit: warning: no kernels are shown: {e.Message.ReplaceLineEndings(" ")}");
            return null;
        }
    }

    private void WriteJson(string file, Model loaded, IReadOnlyList<OpReport> ops) => JsonText.Write(terminal.Out, writer =>
    {
        writer.WriteString("model", file);
        writer.WriteString("description", loaded.SourceGraph.Description);
        writer.Objects("inputs", loaded.Inputs, input => TensorJson.Write(writer, input));
        writer.Objects("outputs", loaded.Outputs, output => TensorJson.Write(writer, output));
        writer.Objects("ops", ops, op => op.WriteJson(writer));
        writer.WriteStartObject("totals");
        writer.WriteNumber("ops", ops.Count);
        OpReport.WriteMacs(writer, InspectTable.Total(ops));
        writer.WriteNumber("parameters", ops.Sum(o => o.Parameters));
        writer.WriteNumber("bytes", ops.Sum(o => o.Bytes));
        writer.WriteNumber("file_bytes", ModelFile.Size(file));
        writer.WriteEndObject();
    });
}
