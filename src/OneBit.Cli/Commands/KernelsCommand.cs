using System.CommandLine;
using OneBit.Cli.Output;
using OneBit.Cli.Tuning;
using OneBit.Kernels;
using Spectre.Console;

namespace OneBit.Cli.Commands;

/// <summary><c>onebit kernels</c>: what there is for this CPU, and what is picked.</summary>
internal sealed class KernelsCommand : ExampleCommand
{
    private const int Repetitions = 6;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Terminal terminal;
    private readonly Option<bool> json = CommonOptions.Json();
    private readonly Option<bool> assert = new("--assert") { Description = "measure usual convolutions; end with 1 where the kernel that is picked is more than 15 % behind the best" };

    public KernelsCommand(Terminal terminal)
        : base("kernels", "Lists the kernels: what each needs of the CPU, which are picked here, and how to force another one.")
    {
        this.terminal = terminal;
        Add(assert);
        Add(json);
        SetAction(Execute);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } = ["onebit kernels", "onebit kernels --json", "onebit kernels --assert"];

    private int Execute(ParseResult line)
    {
        if (line.GetValue(assert))
            return Assert(line.GetValue(json));
        if (line.GetValue(json))
            WriteJson();
        else
            WriteTable();
        return ExitCode.Fine;
    }

    private int Assert(bool asJson)
    {
        IReadOnlyList<KernelJob> jobs = AssertedJobs.All;
        var assertions = new KernelAssertion[jobs.Count];
        PatientProgress.Run(terminal, "trying kernels", jobs.Count, i => assertions[i] = KernelAssertion.Measure(jobs[i]));
        for (int i = 0; i < Repetitions && !assertions.All(a => a.Holds); i++)
        {
            // The machine may have had other things to do, or the compiler may not have been through with what runs often.
            Thread.Sleep(Pause);
            PatientProgress.Run(terminal, "trying again", jobs.Count, j => assertions[j] = assertions[j].Holds ? assertions[j] : assertions[j].Again());
        }
        if (asJson)
            KernelAssertionTable.WriteJson(terminal, assertions, CpuClock.Gigahertz());
        else
            KernelAssertionTable.Write(terminal, assertions);
        return assertions.All(a => a.Holds) ? ExitCode.Fine : ExitCode.InputWrong;
    }

    private void WriteJson() => JsonText.Write(terminal.Out, writer =>
    {
        writer.WriteString("tier", Cpu.Tier);
        writer.WriteString("features", Cpu.Features.ToString());
        writer.Objects("families", KernelFamilies.All, family =>
        {
            writer.WriteString("name", family.Name);
            writer.WriteString("variable", family.Variable);
            writer.Objects("kernels", family.Kernels, kernel =>
            {
                writer.WriteString("name", kernel.Name);
                writer.WriteString("requires", kernel.Requires.ToString());
                writer.WriteBoolean("supported", kernel.IsSupported);
                writer.WriteBoolean("picked", ReferenceEquals(kernel, Picked(family)));
            });
        });
    });

    private void WriteTable()
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("family", "kernel", "needs", "supported here", "picked", "forced by");
        foreach (IKernelFamily family in KernelFamilies.All)
        {
            foreach (Kernel kernel in family.Kernels)
            {
                table.AddRow(
                    family.Name,
                    kernel.Name,
                    kernel.Requires == CpuFeatures.None ? "-" : kernel.Requires.ToString(),
                    kernel.IsSupported ? "yes" : "no",
                    ReferenceEquals(kernel, Picked(family)) ? "yes" : string.Empty,
                    $"{family.Variable}={kernel.Name}");
            }
        }
        terminal.Write(table);
        terminal.Error.WriteLine($"CPU: {Cpu.Tier} ({Cpu.Features}). 'picked' is the choice for shapes that the kernel serves; others go to the next one.");
    }

    private static Kernel? Picked(IKernelFamily family)
    {
        string? forced = Environment.GetEnvironmentVariable(family.Variable);
        return family.Kernels.FirstOrDefault(k => string.Equals(k.Name, forced, StringComparison.OrdinalIgnoreCase)) ?? family.Kernels.FirstOrDefault(k => k.IsSupported);
    }
}
