// Breaks kernels and rules on purpose, one line at a time, and runs their tests: a mutant that survives is a test that is missing.
//   dotnet run -c Release --project tools/sabotage -- [--target NAME] [--count N] [--seed N] [--list]
// Works on a scratch checkout of the last commit. Exit 0 where none survived but those in tools/sabotage/equivalent.txt, each of which has its reason there.
using OneBit.Sabotage;

string repository = Directory.GetCurrentDirectory();
string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
int count = int.Parse(Option("--count") ?? "20");
var random = new Random(int.Parse(Option("--seed") ?? "1"));
string[] equivalent = [.. File.ReadLines(Path.Combine(repository, "tools", "sabotage", "equivalent.txt")).Where(line => line.Length > 0 && line[0] != '#')];

var chosen = Target.All
    .Where(target => Option("--target") is not { } name || target.Name == name)
    .Select(target => (target, mutants: target.Mutants(repository).OrderBy(_ => random.Next()).Take(count).ToList()))
    .ToList();
if (args.Contains("--list"))
{
    foreach (var (target, mutants) in chosen)
        Console.WriteLine($"{target.Name}: {target.Mutants(repository).Count()} mutants\n  {string.Join("\n  ", mutants)}");
    return 0;
}

int killed = 0, stillborn = 0;
List<Mutant> survivors = [];
using (var workspace = new Workspace(repository))
{
    foreach (var (target, mutants) in chosen)
    {
        if (!workspace.Builds(target.Tests) || !workspace.Passes(target.Tests, target.Arguments))
            throw new InvalidOperationException($"{target.Tests} does not pass before anything is broken");
        foreach (Mutant mutant in mutants)
        {
            string path = Path.Combine(workspace.Folder, mutant.File);
            string[] original = File.ReadAllLines(path);
            File.WriteAllLines(path, original.Select((line, i) => i == mutant.Line ? mutant.After : line));
            if (!workspace.Builds(target.Tests))
                stillborn++;
            else if (!workspace.Passes(target.Tests, target.Arguments))
                killed++;
            else
                survivors.Add(mutant);
            File.WriteAllLines(path, original);
            Console.Error.Write($"\r{target.Name}: {killed} killed, {survivors.Count} survived, {stillborn} did not compile   ");
        }
    }
}

Console.Error.WriteLine();
var missed = survivors.Where(s => !equivalent.Any(e => s.ToString().Contains(e, StringComparison.Ordinal))).ToList();
foreach (Mutant survivor in survivors)
    Console.WriteLine($"{(missed.Contains(survivor) ? "SURVIVED" : "equivalent")} {survivor}");
Console.WriteLine($"{killed} killed, {missed.Count} survived, {survivors.Count - missed.Count} equivalent, {stillborn} did not compile");
return missed.Count == 0 ? 0 : 1;
