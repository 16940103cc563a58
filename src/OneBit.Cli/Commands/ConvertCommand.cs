using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using OneBit.Cli.Conversion;
using OneBit.Cli.Output;
using OneBit.Converter;
using OneBit.IR;
using OneBit.Passes;
using ModelConverter = OneBit.Converter.Converter;

namespace OneBit.Cli.Commands;

/// <summary><c>onebit convert</c>: a Keras model to .tflite.</summary>
internal sealed class ConvertCommand : ExampleCommand
{
    private readonly Terminal terminal;
    private readonly Argument<string> model = CommonOptions.Named("MODEL", "a .h5 or .keras file, or an architecture (.json) with --weights");
    private readonly Option<string> output = new("--output", "-o") { Description = "the file to write; it appears only once all of it is there", HelpName = "FILE.tflite" };
    private readonly Option<string> target = new("--target") { Description = "lce: stock Larq Compute Engine runs it; onebit: everything binary is fused, for OneBit", DefaultValueFactory = _ => "lce" };
    private readonly Option<string> report = new("--report") { Description = "write the report as JSON", HelpName = "FILE.json" };
    private readonly ImportArguments import = new();
    private readonly Option<bool> exactFloat = new("--exact-float") { Description = "with --target lce: fold nothing that could move a tie" };
    private readonly Option<double> kernelTolerance = new("--kernel-tolerance") { Description = "how far a weight may be from two levels and still count as on them, relative to its channel's scale; 0 by default", HelpName = "T" };
    private readonly Option<bool> strict = new("--strict") { Description = "end with 1, and write nothing, if a layer with binary weights stays float" };
    private readonly Option<string[]> dumpAfter = new("--dump-after") { Description = "write the graph's text behind a pass, or behind all, to a folder", HelpName = "PASS|all DIR", Arity = new ArgumentArity(2, 2), AllowMultipleArgumentsPerToken = true };
    private readonly Option<string> stopAfter = new("--stop-after") { Description = "stop after a pass, or a step by its number; without -o, print the graph", HelpName = "PASS|STEP" };
    private readonly Option<bool> verify = new("--verify") { Description = "run the result against the imported model and say how far they are apart" };
    private readonly Option<long> maxMemory = CommonOptions.MaxMemory();
    private readonly Option<bool> json = CommonOptions.Json();

    public ConvertCommand(Terminal terminal)
        : base("convert", "Converts a Keras or Larq model to .tflite, and says of each layer what became of it.")
    {
        this.terminal = terminal;
        CommonOptions.NotEmpty(output);
        CommonOptions.NotEmpty(report);
        target.AcceptOnlyFromAmong("lce", "onebit");
        kernelTolerance.Validators.Add(CheckTolerance);
        Add(model);
        foreach (Option option in (Option[])[output, target, report, .. import.All, exactFloat, kernelTolerance, strict, verify, dumpAfter, stopAfter, maxMemory, json])
            Add(option);
        SetAction(Execute);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } =
    [
        "onebit convert model.h5 -o model.tflite",
        "onebit convert model.keras -o model.tflite --target onebit --verify",
        "onebit convert model.h5 -o model.tflite --custom customs.json --input-shape 1,224,224,3 --report report.json",
        "onebit convert model.h5 -o model.tflite --quantizer MySign=threshold:0,levels:-1:1,nan:below --strict",
        "onebit convert architecture.json --weights weights.h5 -o model.tflite",
        "onebit convert model.h5 --target onebit --stop-after import",
    ];

    private int Execute(ParseResult line)
    {
        string file = line.GetRequiredValue(model);
        string? path = line.GetValue(output);
        if (path is null && line.GetValue(stopAfter) is null)
            throw new CommandLineException("convert needs -o with the file to write.");
        if (ModelFile.IsTfLite(file))
            throw new InputException($"{file}: is a .tflite file already; 'onebit run' runs it as it is");
        ConvertOptions options = Read(line);
        if (options.ExactFloat && options.Target != ConversionTarget.Lce)
            throw new CommandLineException("--exact-float goes with --target lce; for onebit everything is exact.");
        var files = new PendingFiles([file, .. import.Files(line)], [path, line.GetValue(report)]);
        if (line.GetValue(dumpAfter) is [string pass, string folder])
            options = options with { DumpAfter = new GraphDumps(pass, folder).Write };
        Verification? verification = line.GetValue(verify) ? new Verification() : null;
        if (verification is not null)
            options = options with { AfterImport = verification.Keep };

        using (verification)
        {
            ConversionResult result = ModelFile.Guarded(file, () => PatientProgress.Run(terminal, "converting", progress => ModelConverter.Convert(file, options with { Progress = progress })));
            bool refused = line.GetValue(strict) && result.Report.Unbinarized.Any();
            verification?.Compare(terminal, result);
            if (!refused)
                Write(files, path, line.GetValue(report), result);
            if (result.Report.OpenSizes is { } open)
                terminal.Error.WriteLine($"onebit: note: {file}: {open}");
            Print(line, file, path, result, verification);
            return refused ? throw Unbinarized(result.Report) : ExitCode.Fine;
        }
    }

    private ConvertOptions Read(ParseResult line)
    {
        ImportOptions read = import.Read(line, line.GetValue(maxMemory));
        var options = new ConvertOptions
        {
            Target = line.GetValue(target) == "onebit" ? ConversionTarget.OneBit : ConversionTarget.Lce,
            InputShapes = read.InputShapes,
            Customs = read.Customs,
            WeightsFile = read.WeightsFile,
            MaxMemory = read.MaxMemory,
            ExactFloat = line.GetValue(exactFloat),
            KernelTolerance = line.GetValue(kernelTolerance),
            StopAfter = line.GetValue(stopAfter),
        };
        string[] steps = [ModelConverter.ImportStep, .. ModelConverter.PassesFor(options).Select(pass => pass.Name).Distinct()];
        if (options.StopAfter is { } stop && !steps.Contains(stop) && !int.TryParse(stop, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            throw new CommandLineException($"--stop-after {stop}: there is no such pass; there are {string.Join(", ", steps)}.");
        if (line.GetValue(dumpAfter) is [string pass, _] && pass != GraphDumps.All && !steps.Contains(pass))
            throw new CommandLineException($"--dump-after {pass}: there is no such pass; there are {GraphDumps.All}, {string.Join(", ", steps)}.");
        return options;
    }

    private static void Write(PendingFiles files, string? path, string? reportPath, ConversionResult result)
    {
        if (path is not null && result.Bytes.IsEmpty)
            throw new InputException("the graph where --stop-after stopped has ops that no .tflite file can hold; leave -o out to print it");
        if (path is not null)
            files.Add(path, result.Bytes);
        if (reportPath is not null)
            files.Add(reportPath, JsonText.Bytes(result.Report.WriteTo));
        files.Commit();
    }

    private void Print(ParseResult line, string file, string? path, ConversionResult result, Verification? verification)
    {
        if (line.GetValue(json))
        {
            JsonText.Write(terminal.Out, writer =>
            {
                result.Report.WriteTo(writer);
                verification?.WriteTo(writer);
            });
        }
        else if (path is null)
        {
            terminal.Out.Write(GraphPrinter.Print(result.Graph, new PrintOptions { Constants = LongConstants.Elided }));
        }
        else
        {
            ConversionTable.Write(terminal, file, path, result.Report);
            verification?.WriteTable(terminal);
        }
    }

    private static InputException Unbinarized(ConversionReport report)
    {
        string[] names = [.. report.Unbinarized.Select(layer => $"'{layer.Name}'")];
        return new InputException($"--strict: {names.Length} layer{(names.Length == 1 ? string.Empty : "s")} with binary weights would not run on bits: {string.Join(", ", names)}; nothing was written");
    }

    private static void CheckTolerance(OptionResult result)
    {
        if (result.Tokens.Count == 1 && double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is not (>= 0 and < 1))
            result.AddError($"--kernel-tolerance is {value}; expected 0 or more, below 1.");
    }
}
