using System.Diagnostics;
using System.Runtime.InteropServices;
using OneBit.IR;
using OneBit.Passes;
using OneBit.Reference;
using OneBit.Tensors;
using OneBit.Testing;

namespace OneBit.TfLite.Tests;

/// <summary>Networks of packed levels become files that stock Larq Compute Engine runs in its default mode, with the results of the network before.</summary>
public sealed class LceLoweringTests
{
    private const int Count = 200;
    private const string Python = "/usr/bin/python3";

    /// <summary>The engine adds bias and K·multiplier in float32, so it is off by units in the last place of K, which is 3200 here.</summary>
    private const float Tolerance = 5e-4f;

    /// <summary>What is written: nothing else may be left.</summary>
    private static readonly Type[] Allowed =
    [
        typeof(Constant), typeof(BinaryQuantize), typeof(BinaryConv2D), typeof(BinaryMaxPool2D), typeof(BinaryDequantize), typeof(WordsToBits), typeof(BitsToWords),
        typeof(Binary), typeof(Unary), typeof(Split), typeof(Concat), typeof(Reshape),
    ];

    public static TheoryData<string> PipelineNames => ["lce", "lce-exact"];

    [Theory]
    [MemberData(nameof(PipelineNames))]
    public void Lowered_networks_compute_the_same(string pipeline)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        for (int seed = 0; seed < Count; seed++)
        {
            (Graph lowered, Literal input, Promise promise) = Lower(pipeline, seed);
            IReadOnlyList<Literal> expected = ReferenceExecutor.Run(RandomLevelNetworks.Build(seed).Graph, [input], stop), actual = ReferenceExecutor.Run(lowered, [input], stop);
            Assert.Equal(expected.Count, actual.Count);
            for (int i = 0; i < expected.Count; i++)
            {
                string? difference = Difference(expected[i].Values<float>(), actual[i].Values<float>(), promise == Promise.Exact ? Same : Near);
                Assert.True(difference is null, difference is null ? null : $"seed {seed}, output {i}: {difference}\n{Print(seed, lowered)}");
            }
        }
    }

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(PipelineNames))]
    public async Task Stock_Larq_Compute_Engine_computes_the_same(string pipeline)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        string interpreter = Shared.Path("oracles", "lce");
        Assert.SkipUnless(File.Exists(Python) && await Run(["-c", "import numpy"], string.Empty, stop) is not null, $"needs {Python} with numpy");
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var lines = new List<string>();
            for (int seed = 0; seed < Count; seed++)
            {
                (Graph lowered, Literal input, _) = Lower(pipeline, seed);
                string path = Path.Combine(folder, $"{seed}");
                TfLiteWriter.Write(lowered, $"{path}.tflite");
                await File.WriteAllBytesAsync($"{path}.in", input.Bytes.ToArray(), stop);
                lines.Add($"{path}.tflite\t{path}.in\t{path}.out");
            }
            string? answer = await Run([Path.Combine(AppContext.BaseDirectory, "Oracle", "run.py"), interpreter], string.Join('\n', lines), stop);
            Assert.NotNull(answer);
            Assert.DoesNotContain(answer.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => !line.StartsWith("ran\t", StringComparison.Ordinal));
            var differences = new List<string>();
            for (int seed = 0; seed < Count; seed++)
                differences.AddRange(Differences(pipeline, seed, await File.ReadAllBytesAsync(Path.Combine(folder, $"{seed}.out"), stop)));
            Assert.Empty(differences);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Differences(string pipeline, int seed, byte[] bytes)
    {
        (Graph lowered, Literal input, Promise promise) = Lower(pipeline, seed);
        float[] expected = [.. ReferenceExecutor.Run(RandomLevelNetworks.Build(seed).Graph, [input]).SelectMany(output => output.Values<float>().ToArray())];
        if (Difference(expected, MemoryMarshal.Cast<byte, float>(bytes), promise == Promise.Exact ? Equal : Near) is { } difference)
            yield return $"seed {seed}: {difference}\n{Print(seed, lowered)}";
    }

    private static (Graph Lowered, Literal Input, Promise Promise) Lower(string pipeline, int seed)
    {
        (Graph graph, Literal input) = RandomLevelNetworks.Build(seed);
        PassTrace trace = PassRunner.Run(graph, Pipelines.Find(pipeline)!, new PassOptions { VerifyEachStep = true });
        Assert.DoesNotContain(graph.Nodes, node => !Allowed.Contains(node.Op.GetType()));
        // Inputs hold no NaN, and all else that an exact pipeline does keeps every bit.
        bool isExact = trace.Steps.All(step => step.Promise == Promise.Exact || step.Rule == "LevelsOfNumbers");
        Assert.True(isExact || pipeline != "lce-exact", $"seed {seed}: {string.Join(", ", trace.Steps)}");
        return (graph, input, isExact ? Promise.Exact : Promise.Rounding);
    }

    private static string? Difference(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, Func<float, float, bool> agree)
    {
        if (expected.Length != actual.Length)
            return $"{expected.Length} elements became {actual.Length}";
        for (int i = 0; i < expected.Length; i++)
        {
            if (!agree(expected[i], actual[i]))
                return $"element {i} was {expected[i]:R} and is {actual[i]:R}";
        }
        return null;
    }

    private static bool Same(float x, float y) => BitConverter.SingleToInt32Bits(x) == BitConverter.SingleToInt32Bits(y);

    // Which zero a minimum of zeros is, is up to the engine's kernels.
    private static bool Equal(float x, float y) => x == y;

    private static bool Near(float x, float y) => MathF.Abs(x - y) <= Tolerance * MathF.Max(1, MathF.Abs(x));

    private static string Print(int seed, Graph lowered) => $"{GraphPrinter.Print(RandomLevelNetworks.Build(seed).Graph, PrintOptions.Elided)}\n{GraphPrinter.Print(lowered, PrintOptions.Elided)}";

    private static async Task<string?> Run(string[] arguments, string input, CancellationToken stop)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(stop);
            Task<string> errors = process.StandardError.ReadToEndAsync(stop);
            await process.StandardInput.WriteAsync(input.AsMemory(), stop);
            process.StandardInput.Close();
            await process.WaitForExitAsync(stop);
            await errors;
            return process.ExitCode == 0 ? await output : null;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
