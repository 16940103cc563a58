// Tables of OneBit beside stock Larq Compute Engine and ONNX Runtime, and how the goals stand; the rounds of all are interleaved.
//   dotnet run -c Release --project bench/OneBit.Benchmarks -- [--jobs TEXT[,TEXT]] [--rounds N] [--runs N] [--threads N[,N]] [--without-avx512] [--shared FOLDER] [--results FOLDER]
// Runs the jobs whose name contains one of the texts (all of "--jobs list"), prints the report and writes it to (cpu).md and .json, in bench/results by default.
// One table per number of threads; --without-avx512 adds those of a second process in which .NET does not use AVX-512.
using System.Text.Json;
using OneBit.Benchmarks;
using OneBit.Kernels;

// With this option the tables go to standard output, for the process that asked for them, and nowhere else.
const string tablesAlone = "--tables", withoutAvx512 = "--without-avx512";

string Option(string name, string fallback) => Array.LastIndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : fallback;
if (Option(StartContender.Option, string.Empty) is { Length: > 0 } model)
{
    Console.WriteLine(JsonSerializer.Serialize(StartTimes.Measure(model)));
    return;
}
string shared = Option("--shared", Path.Combine("..", "shared")), results = Option("--results", Path.Combine("bench", "results"));
int rounds = int.Parse(Option("--rounds", "15")), runs = int.Parse(Option("--runs", "20"));
int[] threads = [.. Option("--threads", "1").Split(',').Select(int.Parse)];
string[] wanted = Option("--jobs", string.Empty).Split(',');
IReadOnlyList<Job> jobs = Jobs.All(shared);
if (wanted is ["list"])
{
    foreach (Job job in jobs)
        Console.WriteLine(job.Name);
    return;
}

Directory.CreateDirectory(results);
List<Table> tables = [.. threads.Select(TableOf)];
if (args.Contains(tablesAlone))
{
    Console.WriteLine(JsonSerializer.Serialize(tables));
    return;
}
if (args.Contains(withoutAvx512) && !Cpu.Has(CpuFeatures.Avx512))
    Console.Error.WriteLine("no second pass without AVX-512: this CPU has none");
else if (args.Contains(withoutAvx512))
    tables.AddRange(JsonSerializer.Deserialize<List<Table>>(ChildProcess.OutputOfThis([.. args, tablesAlone], ("DOTNET_EnableAVX512", "0")))!);

var native = new FileInfo(Path.Combine("artifacts", "classify-aot", "classify-aot"));
var report = new Report(Cpu.Name, Machine.Kind, rounds, runs, tables) { NativeBytes = native.Exists ? native.Length : null };
Console.Write(report.Markdown());
File.WriteAllText(Path.Combine(results, $"{Machine.FileName}.md"), report.Markdown());
File.WriteAllText(Path.Combine(results, $"{Machine.FileName}.json"), report.Json());

Table TableOf(int count)
{
    double load = Machine.Load;
    List<RaceResult> races = [];
    foreach (Job job in jobs.Where(job => (count == 1 || !job.HasOwnThreads) && wanted.Any(text => job.Name.Contains(text, StringComparison.Ordinal))))
    {
        Console.Error.WriteLine(job.Name);
        using Race race = job.Race(count);
        races.Add(race.Run(job.Name, rounds, runs));
    }
    return new Table(Cpu.Tier, count, CpuClock.Gigahertz(), load, races);
}
