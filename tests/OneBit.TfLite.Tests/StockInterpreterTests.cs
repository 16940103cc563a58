using System.Diagnostics;
using OneBit.Testing;

namespace OneBit.TfLite.Tests;

/// <summary>Stock Larq Compute Engine runs what is written, and computes the same bits from it as from the original.</summary>
public sealed class StockInterpreterTests
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Crashes the interpreter as recorded: its reference kernel on packed output with zero padding.</summary>
    private const string CrashesStock = "ops/LceBconv2d/079.tflite";

    [Fact(Timeout = 180_000)]
    public async Task Rewritten_models_give_the_same_bits_on_the_stock_interpreter()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        string interpreter = Shared.Path("oracles", "lce");
        Assert.SkipUnless(File.Exists(Python) && await Run(["-c", "import numpy"], string.Empty, stop) is not null, $"needs {Python} with numpy");
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var pairs = new List<string>();
            foreach (string path in Recorded.Models.Select(row => row.Data).Where(path => path != CrashesStock && !ReadTests.IsRefused(path)))
            {
                string rewritten = Path.Combine(folder, $"{pairs.Count}.tflite");
                TfLiteWriter.Write(TfLiteReader.Read(Recorded.Bytes(path)), rewritten);
                pairs.Add($"{Shared.Path("golden", path)}\t{rewritten}");
            }
            string? answer = await Run([Path.Combine(AppContext.BaseDirectory, "Oracle", "compare.py"), interpreter], string.Join('\n', pairs), stop);
            Assert.NotNull(answer);
            ILookup<string, string> verdicts = answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToLookup(line => line.Split('\t')[0], line => line.Split('\t')[1]);
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", verdicts.Select(v => $"{v.Key}: {v.Count()}")));
            Assert.Empty(verdicts["differs"].Concat(verdicts["refused"]).Concat(verdicts["crashed"]));
            Assert.Equal(pairs.Count, verdicts["same"].Count() + verdicts["skipped"].Count());
            Assert.True(verdicts["same"].Count() > 600, $"only {verdicts["same"].Count()} models were compared");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

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
