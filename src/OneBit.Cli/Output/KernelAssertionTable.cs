using OneBit.Cli.Tuning;
using OneBit.Kernels;
using Spectre.Console;

namespace OneBit.Cli.Output;

/// <summary>What <c>onebit kernels --assert</c> found out.</summary>
internal static class KernelAssertionTable
{
    /// <summary>A row per job, and below it how many failed.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<KernelAssertion> assertions)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("family", "shape", "pick", "us", "best", "us", "ratio", string.Empty);
        foreach (int right in (int[])[3, 5, 6])
            table.Columns[right].RightAligned();
        foreach (KernelAssertion assertion in assertions)
        {
            table.AddRow(
                [.. new[]
                {
                    assertion.Job.Family,
                    assertion.Job.Shape,
                    assertion.Pick.Kernel.Name,
                    Microseconds(assertion.Pick),
                    assertion.Best.Kernel.Name,
                    Microseconds(assertion.Best),
                    $"{assertion.Ratio:N2}",
                    assertion.Holds ? string.Empty : "behind",
                }.Select(Markup.Escape)]);
        }
        terminal.Write(table);
        KernelAssertion worst = assertions.MaxBy(a => a.Ratio)!;
        terminal.Error.WriteLine(
            $"CPU: {Cpu.Name} ({Cpu.Features}). {assertions.Count} convolutions, {assertions.Count(a => !a.Holds)} with a pick that is more than {KernelAssertion.Allowed - 1:P0} behind the best; the worst is {worst.Ratio - 1:P0} behind ({worst.Job}).");
    }

    /// <summary>Every candidate with its predicted cycles and its time.</summary>
    public static void WriteJson(Terminal terminal, IReadOnlyList<KernelAssertion> assertions, double gigahertz) => JsonText.Write(terminal.Out, json =>
    {
        json.WriteString("cpu", Cpu.Name);
        json.WriteString("features", Cpu.Features.ToString());
        json.Real("gigahertz", Math.Round(gigahertz, 3));
        json.WriteBoolean("holds", assertions.All(a => a.Holds));
        json.Objects("jobs", assertions, assertion =>
        {
            json.WriteString("family", assertion.Job.Family);
            json.WriteString("shape", assertion.Job.Shape);
            json.WriteString("pick", assertion.Pick.Kernel.Name);
            json.WriteString("best", assertion.Best.Kernel.Name);
            json.Real("ratio", Math.Round(assertion.Ratio, 4));
            json.WriteBoolean("holds", assertion.Holds);
            CandidateJson.Write(json, assertion.Times, assertion.Pick.Kernel, gigahertz);
        });
    });

    private static string Microseconds(KernelTime time) => $"{time.Nanoseconds / 1000:N1}";
}
