using System.CommandLine;
using OneBit.Converter;
using OneBit.IR;

namespace OneBit.Cli.Commands;

/// <summary>The options that say what a model of another framework means: custom objects, and the weights of an architecture.</summary>
internal sealed class ImportArguments
{
    private readonly Option<string[]> custom = new("--custom") { Description = "what custom quantizers, activations and layers in the model compute", HelpName = "FILE.json" };
    private readonly Option<string[]> quantizer = new("--quantizer") { Description = "what one custom quantizer computes; repeatable", HelpName = QuantizerOption.Syntax };
    private readonly Option<string> weights = new("--weights") { Description = "the weights of a model that is an architecture (JSON) alone", HelpName = "FILE.h5" };

    public ImportArguments() => quantizer.Validators.Add(result =>
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
    });

    /// <summary>The options, to be added to a command.</summary>
    public IReadOnlyList<Option> All => [custom, quantizer, weights];

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
        return new ImportOptions { Customs = customs, WeightsFile = weightsFile, MaxMemory = maxMemory };
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
}
