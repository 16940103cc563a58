using OneBit.IR;
using OneBit.Runtime;
using Spectre.Console;
using Profile = OneBit.Runtime.Profile;

namespace OneBit.Cli.Output;

/// <summary>What <c>onebit benchmark</c> found out.</summary>
internal sealed record BenchmarkResult(string Model, int Threads, int Runs, double LoadMilliseconds, Measurement Times, Session Session, Profile? Profile)
{
    private Graph Graph => Session.Plan?.Graph ?? Session.Model.Graph;

    /// <summary>Bytes of all constants of the graph that runs.</summary>
    private long WeightsBytes => Graph.Nodes.Sum(n => (n.Op as Constant)?.Value.Bytes.Length ?? 0L);

    /// <summary>JSON, with times in microseconds.</summary>
    public void WriteJson(Terminal terminal) => JsonText.Write(terminal.Out, json =>
    {
        json.WriteString("model", Model);
        json.WriteString("machine", Machine.Describe());
        json.WriteNumber("threads", Threads);
        json.WriteNumber("runs", Runs);
        json.Real("load_ms", Rounded(LoadMilliseconds));
        json.Real("min_us", Rounded(Times.Min));
        json.Real("median_us", Rounded(Times.Median));
        json.Real("p90_us", Rounded(Times.P90));
        json.WriteNumber("arena_bytes", Session.ArenaBytes);
        json.WriteNumber("weights_bytes", WeightsBytes);
        json.Objects("ops", Ops(), op =>
        {
            json.WriteNumber("index", op.Index);
            json.WriteString("op", op.Op);
            json.WriteString("name", op.Name);
            json.WriteString("kernel", op.Kernel);
            json.Real("us", Rounded(op.Microseconds));
            json.WriteNumber("binary_macs", op.Macs.Binary);
            json.WriteNumber("int8_macs", op.Macs.Int8);
            json.WriteNumber("float_macs", op.Macs.Float);
        });
    });

    /// <summary>Lines and, where steps were measured, a table.</summary>
    public void WriteTable(Terminal terminal)
    {
        terminal.Out.WriteLine($"{Model} on {Machine.Describe()}");
        terminal.Out.WriteLine($"{Threads} thread(s), {Runs} runs: median {Times.Median:N1} us, least {Times.Min:N1} us, 90 % within {Times.P90:N1} us; loaded in {LoadMilliseconds:N1} ms");
        terminal.Out.WriteLine($"memory: {ByteSize.Text(Session.ArenaBytes)} for tensors, {ByteSize.Text(WeightsBytes)} of weights");
        if (Profile is null)
            return;
        IReadOnlyList<MeasuredOp> ops = Ops();
        double total = Math.Max(ops.Sum(o => o.Microseconds), double.Epsilon);
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("#", "op", "name", "kernel", "us", "share", "MACs/ns");
        foreach (int right in (int[])[0, 4, 5, 6])
            table.Columns[right].RightAligned();
        foreach (MeasuredOp op in ops)
        {
            string rate = op.Macs.Total == 0 || op.Microseconds <= 0 ? "-" : $"{op.Macs.Total / op.Microseconds / 1000:N1}";
            table.AddRow([.. new[] { $"{op.Index}", op.Op, op.Name, op.Kernel, $"{op.Microseconds:N1}", $"{op.Microseconds / total:P1}", rate }.Select(Markup.Escape)]);
        }
        terminal.Write(table);
    }

    /// <summary>The steps of the plan; the ops of the graph, untimed, where it is interpreted.</summary>
    private IReadOnlyList<MeasuredOp> Ops()
    {
        var reports = OpReport.Of(Graph, Session.Plan);
        if (Profile is not { Runs: > 0 } profile)
            return [.. reports.Select(r => new MeasuredOp(r.Index, r.Node.Op.Schema.Name, r.Name, r.Kernel ?? "reference", double.NaN, r.Macs ?? default))];
        var macs = new Dictionary<string, Macs>(StringComparer.Ordinal);
        foreach (OpReport report in reports)
            macs.TryAdd(report.Name, report.Macs ?? default);
        return [.. profile.Plan.Steps.Select((step, i) => new MeasuredOp(i, step.Op, step.Name, step.Kernel, profile.Time(i).TotalMicroseconds / profile.Runs, macs.GetValueOrDefault(step.Name)))];
    }

    private static double Rounded(double value) => Math.Round(value, 2);

    private readonly record struct MeasuredOp(int Index, string Op, string Name, string Kernel, double Microseconds, Macs Macs);
}
