// One table of OneBit beside stock Larq Compute Engine and ONNX Runtime; the rounds of all are interleaved.
//   dotnet run -c Release --project bench/OneBit.Benchmarks -- [--jobs TEXT[,TEXT]] [--rounds N] [--runs N] [--threads N] [--shared FOLDER] [--results FOLDER]
// Runs the jobs whose name contains one of the texts (all of "--jobs list"), prints the table and writes it to (cpu).md and .json, in bench/results by default.
using OneBit.Benchmarks;

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
string[] wanted = Option("--jobs", string.Empty).Split(',');
if (wanted is ["list"])
{
    jobs.ForEach(job => Console.WriteLine(job.Name));
    return;
}
List<Race> races = [];
foreach ((string name, Func<Race> make) in jobs.Where(job => wanted.Any(text => job.Name.Contains(text, StringComparison.Ordinal))))
{
    Console.Error.WriteLine(name);
    Race race = make();
    race.Run(rounds, runs);
    races.Add(race);
}

var native = new FileInfo(Path.Combine("artifacts", "classify-aot", "classify-aot"));
var report = new Report(races, threads, rounds, runs, load) { NativeBytes = native.Exists ? native.Length : null };
Console.Write(report.Markdown());
Directory.CreateDirectory(results);
File.WriteAllText(Path.Combine(results, $"{Machine.FileName}.md"), report.Markdown());
File.WriteAllText(Path.Combine(results, $"{Machine.FileName}.json"), report.Json());
races.ForEach(race => race.Dispose());
