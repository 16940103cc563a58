using System.Text.Json;
using OneBit.IR;
using OneBit.Tensors;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>Broken files: an error that says what is wrong, at load or at the latest before the first result, and nothing worse.</summary>
public sealed class MalformedFileTests
{
    private static readonly Dictionary<string, (string Wrong, string Must)> Files = Shared.Exists ? Read() : [];

    /// <summary>Executor and file.</summary>
    public static TheoryData<string, string> Cases => Rows.Of(Files.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Broken_file_is_refused(string executor, string file)
    {
        string path = Shared.Path("golden", "ops", "malformed", file);
        (string wrong, string must) = Files[file];
        Exception? error = Record.Exception(() => RunOnZeros(executor, path));
        if (must == "accept")
            Assert.Null(error);
        else if (error is null)
            Assert.True(must.StartsWith("refuse_or", StringComparison.Ordinal), $"{file} runs, although: {wrong}");
        else
            Assert.IsType<ModelFormatException>(error, exactMatch: false);
    }

    private static void RunOnZeros(string executor, string path)
    {
        Graph graph = Models.Read(path);
        var run = Executors.Named(executor).Load(graph);
        run([.. graph.Inputs.Select(i => Zeros(i.Type))]);
    }

    private static Literal Zeros(TensorType type)
    {
        TensorType known = type with { Shape = Shape.Create([.. type.Shape.Select(d => d == Shape.Unknown ? 1 : d)]) };
        return new Literal(known, new byte[known.SizeInBytes]);
    }

    private static Dictionary<string, (string Wrong, string Must)> Read()
    {
        using JsonDocument meta = JsonDocument.Parse(File.ReadAllText(Shared.Path("golden", "ops", "malformed", "meta.json")));
        return meta.RootElement.GetProperty("cases").EnumerateArray().ToDictionary(
            c => c.GetProperty("file").GetString()!, c => (c.GetProperty("wrong").GetString()!, c.GetProperty("must").GetString()!), StringComparer.Ordinal);
    }
}
