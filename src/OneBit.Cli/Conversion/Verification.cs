using System.Text.Json;
using OneBit.Cli.Inputs;
using OneBit.Cli.Output;
using OneBit.Converter;
using OneBit.IR;
using OneBit.Tensors;
using Spectre.Console;

namespace OneBit.Cli.Conversion;

/// <summary>Runs a converted model against the model that it was made of, on random inputs and on inputs made of the quantizers' edges.</summary>
internal sealed class Verification : IDisposable
{
    private const int Samples = 4;

    /// <summary>Plain loops are the definition, but too slow for large models.</summary>
    private const long MostMacsOnReference = 50_000_000;

    private Model? imported;
    private EdgeValues edges = EdgeValues.None;
    private (string Name, Difference Random, Difference AtEdges)[] outputs = [];

    /// <summary>Copies the imported graph before it is changed.</summary>
    public void Keep(ImportedModel model)
    {
        bool small = model.Graph.Nodes.All(n => n.Results.All(r => r.Type.Shape.IsStatic)) && Macs.Of(model.Graph).Total <= MostMacsOnReference;
        imported = Model.FromGraph(model.Graph, new ModelOptions { Executor = small ? Executor.Reference : Executor.Auto });
        edges = EdgeValues.Of(model.Graph);
    }

    /// <summary>Runs both.</summary>
    /// <exception cref="InputException">There is no converted model, or it cannot run.</exception>
    public void Compare(Terminal terminal, ConversionResult result)
    {
        if (result.Bytes.IsEmpty)
            throw new InputException("the graph where --stop-after stopped has ops that no .tflite file can hold; leave --verify out");
        using var converted = Model.Load(result.Bytes);
        using Session expected = (imported ?? throw new InvalidOperationException("nothing was imported")).CreateSession();
        using Session actual = converted.CreateSession();
        int open = RandomInputs.OpenSize(expected);
        JoinedOutput[] Joined() => [.. imported.Outputs.Select(o => new JoinedOutput(o.Name, stacked: true))];
        (JoinedOutput[] x, JoinedOutput[] y, JoinedOutput[] xEdge, JoinedOutput[] yEdge) = (Joined(), Joined(), Joined(), Joined());
        PatientProgress.Run(terminal, "verifying", 2 * Samples, sample =>
        {
            bool atEdges = sample >= Samples;
            Literal[] inputs = RandomInputs.For(expected, sample, open);
            if (atEdges)
                inputs = [.. inputs.Select((input, i) => edges.Fill(input, (sample * inputs.Length) + i))];
            Add(atEdges ? xEdge : x, expected.Run(inputs));
            Add(atEdges ? yEdge : y, actual.Run(inputs));
        });
        outputs = [.. imported.Outputs.Select((o, i) => (o.SignatureName ?? o.Name, Difference.Of(x[i].ToLiteral(), y[i].ToLiteral()), Difference.Of(xEdge[i].ToLiteral(), yEdge[i].ToLiteral())))];
    }

    /// <summary>A row per output.</summary>
    public void WriteTable(Terminal terminal)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("output", "inputs", "max abs difference", "max rel difference", "flipped arg-max");
        foreach ((string name, Difference random, Difference atEdges) in outputs)
        {
            AddRow(table, name, "random", random);
            AddRow(table, name, "at edges", atEdges);
        }
        terminal.Write(table);
    }

    /// <summary>Writes <c>verify</c>, a list with an object per output.</summary>
    public void WriteTo(Utf8JsonWriter json) => json.Objects("verify", outputs, output =>
    {
        json.WriteString("name", output.Name);
        Write(json, "random", output.Random);
        Write(json, "edges", output.AtEdges);
    });

    /// <inheritdoc/>
    public void Dispose() => imported?.Dispose();

    private static void AddRow(Table table, string name, string inputs, Difference d) =>
        table.AddRow(Markup.Escape(name), inputs, $"{d.Absolute:G6}", $"{d.Relative:G6}", $"{d.Rows - d.Agreeing} of {d.Rows} rows");

    private static void Write(Utf8JsonWriter json, string name, Difference d)
    {
        json.WriteStartObject(name);
        json.Real("max_abs", d.Absolute);
        json.Real("max_rel", d.Relative);
        json.WriteNumber("argmax_flips", d.Rows - d.Agreeing);
        json.WriteNumber("rows", d.Rows);
        json.WriteEndObject();
    }

    private static void Add(JoinedOutput[] joined, IReadOnlyList<Literal> results)
    {
        for (int i = 0; i < joined.Length; i++)
            joined[i].Add(results[i]);
    }
}
