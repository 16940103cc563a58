using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using OneBit.Converter;
using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Cli.Commands;

/// <summary>The options that say what a model of another framework means: shapes of its inputs, custom objects, and the weights of an architecture.</summary>
internal sealed class ImportArguments
{
    private readonly Option<string[]> inputShape = new("--input-shape") { Description = "fixes open dimensions of a model that is imported; one per input, in the model's order", HelpName = "N,H,W,C" };
    private readonly Option<string[]> custom = new("--custom") { Description = "what custom quantizers, activations and layers in the model compute", HelpName = "FILE.json" };
    private readonly Option<string[]> quantizer = new("--quantizer") { Description = "what one custom quantizer computes; repeatable", HelpName = QuantizerOption.Syntax };
    private readonly Option<string> weights = new("--weights") { Description = "the weights of a model that is an architecture (JSON) alone", HelpName = "FILE.h5" };

    public ImportArguments()
    {
        inputShape.Validators.Add(CheckShapes);
        quantizer.Validators.Add(CheckQuantizers);
    }

    /// <summary>The options, to be added to a command.</summary>
    public IReadOnlyList<Option> All => [inputShape, custom, quantizer, weights];

    /// <summary>The files that were named, beside the model.</summary>
    public IEnumerable<string> Files(ParseResult line) => [.. line.GetValue(custom) ?? [], .. line.GetValue(weights) is { } file ? [file] : (string[])[]];

    /// <summary>What was typed.</summary>
    /// <exception cref="InputException">A file of custom objects cannot be read.</exception>
    /// <exception cref="ModelFormatException">A custom object means nothing.</exception>
    public ImportOptions Read(ParseResult line, long maxMemory)
    {
        CustomObjects customs = CustomObjects.None;
        foreach (string file in line.GetValue(custom) ?? [])
            customs = customs.With(ReadFile(file));
        foreach (string text in line.GetValue(quantizer) ?? [])
            customs = customs.With(QuantizerOption.Parse(text));
        string? weightsFile = line.GetValue(weights);
        if (weightsFile is not null && !Path.Exists(weightsFile))
            throw new InputException($"{weightsFile}: the weights cannot be read (does not exist)");
        return new ImportOptions { InputShapes = ReadShapes(line), Customs = customs, WeightsFile = weightsFile, MaxMemory = maxMemory };
    }

    private static CustomObjects ReadFile(string file)
    {
        try
        {
            return CustomsFile.Read(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: the custom objects cannot be read ({FileErrors.Reason(e)})", e);
        }
    }

    private Shape[]? ReadShapes(ParseResult line) =>
        line.GetValue(inputShape) is { Length: > 0 } shapes ? [.. shapes.Select(text => ParseShape(text) ?? Shape.Scalar)] : null;

    private static void CheckQuantizers(OptionResult result)
    {
        foreach (var token in result.Tokens)
        {
            try
            {
                QuantizerOption.Parse(token.Value);
            }
            catch (FormatException e)
            {
                result.AddError($"{e.Message}.");
            }
            catch (ModelFormatException)
            {
                // Well written, but no quantizer: Read says so, as of any other input that is wrong.
            }
        }
    }

    private static void CheckShapes(OptionResult result)
    {
        foreach (Token token in result.Tokens)
        {
            if (ParseShape(token.Value) is null)
                result.AddError($"--input-shape is '{token.Value}'; expected sizes of 1 and more, as 1,224,224,3; ? leaves a size open.");
        }
    }

    private static Shape? ParseShape(string text)
    {
        string[] sizes = text.Split(',');
        int[] shape = new int[sizes.Length];
        for (int i = 0; i < shape.Length; i++)
        {
            if (sizes[i].Trim() is "?" or "-1" or "None")
                shape[i] = Shape.Unknown;
            else if (!int.TryParse(sizes[i], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out shape[i]) || shape[i] < 1)
                return null;
        }
        return Shape.Create(shape);
    }
}
