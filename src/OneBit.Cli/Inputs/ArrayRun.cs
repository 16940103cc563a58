using OneBit.Cli.Npy;
using OneBit.Cli.Output;
using OneBit.Tensors;

namespace OneBit.Cli.Inputs;

/// <summary>Runs a session over arrays and writes what comes out.</summary>
internal sealed class ArrayRun(Terminal terminal, Session session, long maxBytes)
{
    /// <summary>The arrays of <paramref name="inputs"/>, each <c>[NAME=]FILE.npy</c>, cut into runs.</summary>
    /// <exception cref="InputException">A file is damaged or does not fit.</exception>
    public Runs Read(IReadOnlyList<string> inputs)
    {
        IReadOnlyList<TensorInfo> wanted = session.Inputs;
        string[] files = NamedFile.Bind(inputs, wanted);
        Literal[] arrays = [.. files.Select(file => NpyReader.Read(file, maxBytes))];
        var runs = Runs.Plan(wanted, arrays, files);
        return runs.Count > 0 ? runs : throw new InputException($"{string.Join(", ", files)}: there are no rows to run the model on");
    }

    /// <summary>Runs the model; one array per output.</summary>
    public Literal[] Run(Runs runs)
    {
        JoinedOutput[] joined = [.. session.Outputs.Select(o => new JoinedOutput(o.Name, runs.IsStacked))];
        PatientProgress.Run(terminal, "running", runs.Count, run =>
        {
            IReadOnlyList<Literal> results = session.Run(runs.Inputs(run));
            for (int i = 0; i < joined.Length; i++)
                joined[i].Add(results[i]);
        });
        return [.. joined.Select(j => j.ToLiteral())];
    }

    /// <summary>Runs the model on files and writes <c>output_0.npy</c>, … to <paramref name="folder"/>.</summary>
    public void Files(IReadOnlyList<string> inputs, string folder, bool json)
    {
        OutputFolder.Create(folder);
        Literal[] outputs = Run(Read(inputs));
        string[] files = OutputFolder.Write(folder, outputs);
        if (json)
        {
            JsonText.Write(terminal.Out, writer => writer.Objects("outputs", Enumerable.Range(0, files.Length), i =>
            {
                writer.WriteString("name", session.Model.Outputs[i].Name);
                writer.WriteString("file", files[i]);
                TensorJson.Write(writer, outputs[i].Type);
            }));
            return;
        }
        for (int i = 0; i < files.Length; i++)
            terminal.Out.WriteLine($"{files[i]}: {outputs[i].Type} {session.Model.Outputs[i].Name}");
    }
}
