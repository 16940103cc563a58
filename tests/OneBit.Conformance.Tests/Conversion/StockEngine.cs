using System.Diagnostics;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>The stock runtime of Larq Compute Engine as a command, the judge of the files that are written for it.</summary>
internal static class StockEngine
{
    /// <summary>Runs a model on arrays whose first dimension counts samples.</summary>
    /// <returns>The outputs, or what the engine says where it refuses the model.</returns>
    public static (IReadOnlyList<NumpyArray> Outputs, string? Error) Run(ReadOnlyMemory<byte> model, IReadOnlyList<string> inputs, string mode)
    {
        string folder = Directory.CreateTempSubdirectory("onebit-stock").FullName;
        try
        {
            string file = Path.Combine(folder, "model.tflite"), results = Path.Combine(folder, "results");
            File.WriteAllBytes(file, model.Span);
            var start = new ProcessStartInfo(Shared.Path("oracles", "lce", "lce-run")) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
            foreach (string argument in (string[])[file, .. inputs, "--output-dir", results, "--mode", mode])
                start.ArgumentList.Add(argument);
            using Process process = Process.Start(start) ?? throw new InvalidOperationException("the stock engine does not start");
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            process.WaitForExit();
            if (process.ExitCode != 0)
                return ([], $"exit code {process.ExitCode}: {error.Result}{output.Result}");
            var outputs = new List<NumpyArray>();
            for (int k = 0; File.Exists(Path.Combine(results, $"output_{k}.npy")); k++)
                outputs.Add(NumpyArray.Load(Path.Combine(results, $"output_{k}.npy")));
            return (outputs, null);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
