using OneBit.Cli.Inputs;
using OneBit.Cli.Output;
using OneBit.Tensors;
using Spectre.Console;

namespace OneBit.Cli.Images;

/// <summary>Classifies pictures.</summary>
internal sealed class ImageRun(Terminal terminal, Session session, string model, ModelCard card, long maxBytes)
{
    /// <summary>Prints the <paramref name="top"/> best classes of each picture; writes the model's outputs to <paramref name="folder"/>, where there is one.</summary>
    /// <exception cref="InputException">A picture cannot be read, or the model is no classifier of pictures.</exception>
    public void Files(IReadOnlyList<string> files, int top, string? folder, bool json)
    {
        var input = new ImageInput(session.Model, card);
        if (folder is not null)
            OutputFolder.Create(folder);
        var guesses = new Guess[files.Count][];
        JoinedOutput[] joined = [.. session.Model.Outputs.Select(o => new JoinedOutput(o.Name, stacked: false))];
        PatientProgress.Run(terminal, "classifying", files.Count, i =>
        {
            IReadOnlyList<Literal> outputs = session.Run([input.Read(files[i], maxBytes)]);
            guesses[i] = Classification.Best(outputs[0], session.Model.Outputs[0].Name, card, top);
            for (int o = 0; folder is not null && o < joined.Length; o++)
                joined[o].Add(outputs[o]);
        });
        if (folder is not null)
            OutputFolder.Write(folder, [.. joined.Select(j => j.ToLiteral())]);
        if (json)
            WriteJson(files, guesses);
        else
            WriteTable(files, guesses);
    }

    private void WriteJson(IReadOnlyList<string> files, Guess[][] guesses) => JsonText.Write(terminal.Out, json =>
    {
        json.WriteString("model", model);
        json.Objects("images", Enumerable.Range(0, files.Count), i =>
        {
            json.WriteString("image", files[i]);
            json.Objects("top", guesses[i], guess =>
            {
                json.WriteNumber("index", guess.Index);
                if (guess.Label is not null)
                    json.WriteString("label", guess.Label);
                json.Real("probability", guess.Probability);
            });
        });
    });

    private void WriteTable(IReadOnlyList<string> files, Guess[][] guesses)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumns("image", "class", "probability");
        table.Columns[2].RightAligned();
        for (int i = 0; i < files.Count; i++)
        {
            for (int g = 0; g < guesses[i].Length; g++)
            {
                Guess guess = guesses[i][g];
                table.AddRow(Markup.Escape(g == 0 ? Path.GetFileName(files[i]) : string.Empty), Markup.Escape(guess.Label ?? $"class {guess.Index}"), $"{guess.Probability:P2}");
            }
        }
        terminal.Write(table);
    }
}
