// Breaks kernels, rules and the planner on purpose, one line at a time, and runs their tests: a mutant that survives is a test that is missing.
//   dotnet run -c Release --project tools/sabotage -- [--target NAME[,NAME]] [--files PART_OF_A_PATH] [--limit N_PER_TARGET] [--seed N] [--list]
// Works in a copy of the tracked files, as they are staged. Exit 0 where none survived but those in tools/sabotage/equivalent.txt, each of which has its reason there.
using OneBit.Sabotage;

string repository = Directory.GetCurrentDirectory();
string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
int limit = int.Parse(Option("--limit") ?? "20");
int seed = int.Parse(Option("--seed") ?? "1");
string[] names = Option("--target")?.Split(',') ?? [.. Target.All.Select(target => target.Name)];
if (names.Except(Target.All.Select(target => target.Name)).FirstOrDefault() is { } unknown)
    throw new ArgumentException($"no target is called '{unknown}'; there are {string.Join(", ", Target.All.Select(target => target.Name))}");
string part = Option("--files") ?? string.Empty;
string[] equivalent = [.. File.ReadLines(Path.Combine(repository, "tools", "sabotage", "equivalent.txt")).Where(line => line.Length > 0 && line[0] != '#')];

var chosen = new List<(Target Target, List<Mutant> Mutants)>();
foreach (Target target in Target.All.Where(target => names.Contains(target.Name)))
{
    Mutant[] all = [.. target.Mutants(repository).Where(mutant => mutant.File.Contains(part, StringComparison.Ordinal))];
    new Random(seed).Shuffle(all);
    chosen.Add((target, [.. all.Take(limit)]));
    Console.WriteLine($"{target.Name}: {Math.Min(limit, all.Length)} of {all.Length} mutants");
}
if (args.Contains("--list"))
{
    Console.WriteLine(string.Join('\n', chosen.SelectMany(c => c.Mutants)));
    return 0;
}

using var workspace = new Workspace(repository);
var verdicts = new List<Verdict>();
foreach ((Target target, List<Mutant> mutants) in chosen.Where(c => c.Mutants.Count > 0))
{
    var trial = Trial.Begin(workspace, target);
    foreach (Mutant mutant in mutants)
    {
        Verdict verdict = trial.Of(mutant);
        if (verdict == Verdict.Survived && equivalent.Any(e => mutant.ToString().Contains(e, StringComparison.Ordinal)))
            verdict = Verdict.Equivalent;
        verdicts.Add(verdict);
        Console.WriteLine($"{verdict,-14} {mutant}");
    }
}

Console.WriteLine(string.Join(", ", Enum.GetValues<Verdict>().Select(kind => $"{kind}: {verdicts.Count(verdict => verdict == kind)}")));
return verdicts.Contains(Verdict.Survived) ? 1 : 0;
