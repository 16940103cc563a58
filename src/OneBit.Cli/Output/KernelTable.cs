using OneBit.Kernels;
using OneBit.Runtime;
using Spectre.Console;

namespace OneBit.Cli.Output;

/// <summary>The convolutions of a plan with the kernels that could do them.</summary>
/// <param name="Step">The step.</param>
/// <param name="Job">What it chose a kernel for.</param>
/// <param name="Times">The candidates, tried.</param>
internal sealed record ConvolutionKernels(Step Step, KernelJob Job, IReadOnlyList<KernelTime> Times)
{
    /// <summary>The row that the step uses.</summary>
    public Kernel Pick => Times.First(time => time.Kernel.Name == Step.Kernel).Kernel;

    /// <summary>Tries the candidates for each convolution; equal ones once.</summary>
    public static IReadOnlyList<ConvolutionKernels> Measure(Terminal terminal, ExecutionPlan plan)
    {
        KernelJob[] jobs = [.. plan.KernelJobs];
        var times = new Dictionary<KernelJob, IReadOnlyList<KernelTime>>();
        PatientProgress.Run(terminal, "trying kernels", jobs.Length, i => times.Add(jobs[i], KernelTrials.Measure(jobs[i])));
        return [.. plan.Steps.Where(step => step.Job is not null).Select(step => new ConvolutionKernels(step, step.Job!, times[step.Job!]))];
    }
}

/// <summary>What <c>onebit inspect --kernels</c> shows.</summary>
internal static class KernelTable
{
    /// <summary>A row per candidate, one after the other for each convolution.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<ConvolutionKernels> convolutions, double gigahertz)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("op", "name", "shape", "kernel", "predicted us", "measured us", "picked");
        foreach (int right in (int[])[4, 5])
            table.Columns[right].RightAligned();
        foreach (ConvolutionKernels convolution in convolutions)
        {
            for (int i = 0; i < convolution.Times.Count; i++)
                table.AddRow([.. Cells(convolution, i, gigahertz).Select(Markup.Escape)]);
        }
        terminal.Write(table);
        terminal.Error.WriteLine($"CPU: {Cpu.Name} ({Cpu.Features}), {gigahertz:N2} GHz, one thread, outputs in float32. 'picked' is what the plan uses: the least prediction, unless {BinaryConvolution.Catalogue.Variable} or {FloatConvolutionKernel.Catalogue.Variable} says otherwise; --tune of run and benchmark takes the least measured time.");
    }

    /// <summary>Writes <c>gigahertz</c> and <c>convolutions</c>.</summary>
    public static void WriteJson(System.Text.Json.Utf8JsonWriter json, IReadOnlyList<ConvolutionKernels> convolutions, double gigahertz)
    {
        json.WriteString("cpu", Cpu.Name);
        json.WriteString("features", Cpu.Features.ToString());
        json.Real("gigahertz", Math.Round(gigahertz, 3));
        json.Objects("convolutions", convolutions, convolution =>
        {
            json.WriteString("op", convolution.Step.Op);
            json.WriteString("name", convolution.Step.Name);
            json.WriteString("family", convolution.Job.Family);
            json.WriteString("shape", convolution.Job.Shape);
            CandidateJson.Write(json, convolution.Times, convolution.Pick, gigahertz);
        });
    }

    private static string[] Cells(ConvolutionKernels convolution, int candidate, double gigahertz)
    {
        KernelTime time = convolution.Times[candidate];
        bool first = candidate == 0;
        return
        [
            first ? convolution.Step.Op : string.Empty,
            first ? convolution.Step.Name : string.Empty,
            first ? convolution.Job.Shape : string.Empty,
            time.Kernel.Name,
            $"{time.Cycles / gigahertz / 1000:N1}",
            $"{time.Nanoseconds / 1000:N1}",
            ReferenceEquals(time.Kernel, convolution.Pick) ? "yes" : string.Empty,
        ];
    }
}
