// One table of OneBit beside stock Larq Compute Engine and ONNX Runtime; the rounds of all are interleaved.
//   dotnet run -c Release --project bench/OneBit.Benchmarks -- [--model NAME[,NAME]] [--convolutions [NAME]] [--rounds N] [--runs N] [--threads N] [--shared FOLDER] [--results FOLDER]
// Prints the table and writes it to bench/results/(cpu).md and .json. Run it from the repository.
using OneBit.Benchmarks;

string Option(string name, string fallback) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : fallback;
string shared = Option("--shared", Path.Combine("..", "shared")), results = Option("--results", Path.Combine("bench", "results"));
int rounds = int.Parse(Option("--rounds", "15")), runs = int.Parse(Option("--runs", "20")), threads = int.Parse(Option("--threads", "1"));
double load = Machine.Load;

// A further row is a further race.
List<Race> races = args.Contains("--convolutions")
    ? [.. ConvolutionJob.All.Where(job => job.Name.Contains(Option("--convolutions", string.Empty).Replace("--rounds", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal)).Select(job => Race.OfConvolution(job, threads))]
    : [.. Option("--model", "QuickNetSmall").Split(',').Select(name => Race.OfModel(name, shared, threads))];
foreach (Race race in races)
    race.Run(rounds, runs);

var native = new FileInfo(Path.Combine("artifacts", "classify-aot", "classify-aot"));
var report = new Report(races, threads, rounds, runs, load) { NativeBytes = native.Exists ? native.Length : null };
Console.Write(report.Markdown());
Directory.CreateDirectory(results);
File.WriteAllText(Path.Combine(results, $"{Machine.FileName}.md"), report.Markdown());
File.WriteAllText(Path.Combine(results, $"{Machine.FileName}.json"), report.Json());
foreach (Race race in races)
    race.Dispose();
