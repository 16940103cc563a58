using System.CommandLine;
using OneBit.Cli.Images;
using OneBit.Cli.Inputs;

namespace OneBit.Cli.Commands;

/// <summary><c>onebit run</c>: a model on arrays or pictures.</summary>
internal sealed class RunCommand : ExampleCommand
{
    private readonly Terminal terminal;
    private readonly Argument<string> model = CommonOptions.Model();
    private readonly Option<string[]> input = new("--input", "-i") { Description = "an .npy array per input of the model, in its order or by name", HelpName = "[NAME=]FILE.npy", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string> outputDir = new("--output-dir", "-o") { Description = "folder for output_0.npy, output_1.npy, …", HelpName = "DIR" };
    private readonly Option<string[]> image = new("--image") { Description = "pictures (PNG, JPEG, …) to classify, scaled to the model's input", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
    private readonly Option<float[]> mean = new("--mean") { Description = "x = (pixel - mean) / std, one value or one per channel", AllowMultipleArgumentsPerToken = true, HelpName = "M" };
    private readonly Option<float[]> std = new("--std") { Description = "see --mean", AllowMultipleArgumentsPerToken = true, HelpName = "S" };
    private readonly Option<string> labels = new("--labels") { Description = "text file with the name of one class per line", HelpName = "FILE" };
    private readonly Option<string> output = new("--output") { Description = "what the model gives (default: probabilities where they look like some)" };
    private readonly Option<int> top = CommonOptions.AtLeast(1, int.MaxValue, new Option<int>("--top") { Description = "classes to show per picture", DefaultValueFactory = _ => 5, HelpName = "K" });
    private readonly Option<string> executor = CommonOptions.Executor();
    private readonly Option<int> threads = CommonOptions.Threads();
    private readonly TuneArguments tune = new();
    private readonly ImportArguments import = new();
    private readonly Option<long> maxMemory = CommonOptions.MaxMemory();
    private readonly Option<bool> json = CommonOptions.Json();

    // Most often there is a single run. With a second processor it ends earlier for a warm-up beside the planning; alone, the warm-up would be a run more.
    private static bool WarmsUp => Environment.ProcessorCount > 1;

    public RunCommand(Terminal terminal)
        : base("run", "Runs a model on .npy arrays or on pictures.")
    {
        this.terminal = terminal;
        output.AcceptOnlyFromAmong("logits", "probabilities");
        Add(model);
        foreach (Option option in (Option[])[input, outputDir, image, mean, std, labels, output, top, executor, threads, .. tune.All, .. import.All, maxMemory, json])
            Add(option);
        SetAction(Execute);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } =
    [
        "onebit run model.tflite --image photo.png --top 3",
        "onebit run model.tflite --image *.jpg --mean 127.5 --std 127.5 --labels classes.txt --json",
        "onebit run model.tflite --input x.npy --output-dir results",
        "onebit run model.h5 --custom customs.json --input x.npy --output-dir results",
        "onebit run model.tflite --input x.npy --output-dir results --tune",
        "onebit run model.tflite --input left=a.npy --input right=b.npy --output-dir results --threads 2",
    ];

    private int Execute(ParseResult line)
    {
        string[] images = line.GetValue(image) ?? [];
        string? folder = line.GetValue(outputDir);
        bool hasInputs = line.GetResult(input) is not null;
        if (hasInputs && images.Length > 0)
            throw new CommandLineException("--input and --image exclude each other; give arrays or pictures.");
        if (images.Length == 0 && folder is null)
            throw new CommandLineException("run needs --output-dir for the results of arrays, or --image with pictures to classify.");
        if (images.Length == 0 && ((Option[])[mean, std, labels, output]).FirstOrDefault(o => line.GetResult(o) is not null) is { } alone)
            throw new CommandLineException($"{alone.Name} goes with --image.");

        string file = line.GetRequiredValue(model);
        long memory = line.GetValue(maxMemory);
        var options = new ModelOptions { MaxMemory = memory, Executor = CommonOptions.ExecutorOf(line.GetValue(executor)) };
        tune.Check(line, options.Executor);
        using Model loaded = ModelFile.Load(terminal, file, options, import.Read(line, memory));
        using Session session = loaded.CreateSession(tune.Apply(line, terminal, file, loaded, new SessionOptions { Threads = line.GetValue(threads), WarmUp = WarmsUp }));
        var arrays = new ArrayRun(terminal, session, memory);
        if (images.Length == 0)
            arrays.Files(line.GetValue(input) ?? [], folder!, line.GetValue(json));
        else
            new ImageRun(terminal, session, file, Card(line, file), memory).Files(images, line.GetValue(top), folder, line.GetValue(json));
        return ExitCode.Fine;
    }

    private ModelCard Card(ParseResult line, string file)
    {
        var card = ModelCard.Beside(file);
        return card with
        {
            Mean = line.GetResult(mean) is null ? card.Mean : line.GetValue(mean),
            Std = line.GetResult(std) is null ? card.Std : line.GetValue(std),
            Labels = line.GetValue(labels) is { } path ? LabelFile.Read(path) : card.Labels,
            Output = line.GetValue(output) switch { "logits" => OutputKind.Logits, "probabilities" => OutputKind.Probabilities, _ => card.Output },
        };
    }
}
