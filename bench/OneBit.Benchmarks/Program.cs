// One table of OneBit beside stock Larq Compute Engine and ONNX Runtime; the rounds of all are interleaved.
//   dotnet run -c Release --project bench/OneBit.Benchmarks -- [--jobs TEXT[,TEXT]] [--rounds N] [--runs N] [--threads N] [--shared FOLDER] [--results FOLDER]
// Runs the jobs whose name contains one of the texts (all of "--jobs list"), prints the table and writes it to (cpu).md and .json, in bench/results by default.
// With --start MODEL alone it is one start of a new process, and prints its times.
using OneBit.Benchmarks;

if (args is ["--start", string started])
{
    Start.Measure(started).Print();
    return;
}
string Option(string name, string fallback) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : fallback;
string shared = Option("--shared", Path.Combine("..", "shared")), results = Option("--results", Path.Combine("bench", "results"));
int rounds = int.Parse(Option("--rounds", "15")), runs = int.Parse(Option("--runs", "20")), threads = int.Parse(Option("--threads", "1"));
double load = Machine.Load;

string[] models = ["QuickNetSmall", "QuickNet", "QuickNetLarge", "BiRealNet", "BinaryDenseNet28"];

// A further job is a further row.
List<(string Name, Func<Race> Race)> jobs =
[
    .. models.Select(model => (model, (Func<Race>)(() => Race.OfModel(model, shared, threads)))),
    .. ConvolutionJob.Binary.Select(job => ($"binary {job.Name}", (Func<Race>)(() => Race.OfBinary(job, threads)))),
    .. ConvolutionJob.Float.Select(job => ($"float {job.Name}", (Func<Race>)(() => Race.OfFloat(job, threads)))),
    .. ConvolutionJob.Int8.Select(job => ($"int8 {job.Name}", (Func<Race>)(() => Race.OfInt8(job, threads)))),
    ("dense 1x512x1000", () => Race.OfDense(512, 1000, threads)),
];
string[] startJobs = [.. models.Select(model => $"start {model}")];
string[] wanted = Option("--jobs", string.Empty).Split(',');
if (wanted is ["list"])
{
    foreach (string name in jobs.Select(job => job.Name).Concat(startJobs))
        Console.WriteLine(name);
    return;
}
bool IsWanted(string name) => wanted.Any(text => name.Contains(text, StringComparison.Ordinal));
List<Starts> starts = [];
foreach (string name in startJobs.Where(IsWanted))
{
    Console.Error.WriteLine(name);
    starts.Add(Starts.Of(name, ZooFiles.Of(name.Split(' ')[1], shared, OneBit.Passes.ConversionTarget.OneBit), rounds));
}
List<Race> races = [];
foreach ((string name, Func<Race> make) in jobs.Where(job => IsWanted(job.Name)))
{
    Console.Error.WriteLine(name);
    Race race = make();
    race.Run(rounds, runs);
    races.Add(race);
}

var native = new FileInfo(Path.Combine("artifacts", "classify-aot", "classify-aot"));
var report = new Report(races, threads, rounds, runs, load) { Starts = starts, NativeBytes = native.Exists ? native.Length : null };
Console.Write(report.Markdown());
Directory.CreateDirectory(results);
File.WriteAllText(Path.Combine(results, $"{Machine.FileName}.md"), report.Markdown());
File.WriteAllText(Path.Combine(results, $"{Machine.FileName}.json"), report.Json());
races.ForEach(race => race.Dispose());
