using System.Text.Json;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>One recorded case of a single op: a model, inputs, and what to compare with.</summary>
internal sealed record OpCase(string Name, string Model, IReadOnlyList<string> Inputs, IReadOnlyList<string> Expected, Tolerance Tolerance, IReadOnlyList<IReadOnlySet<int>> Free)
{
    /// <summary>All cases that have something to compare with, by name; none where the recorded data is absent.</summary>
    public static IReadOnlyDictionary<string, OpCase> All { get; } = Shared.Exists ? Read() : new Dictionary<string, OpCase>();

    private static Dictionary<string, OpCase> Read()
    {
        string folder = Shared.Path("golden", "ops");
        return Directory.GetDirectories(folder).Where(d => Path.GetFileName(d) != "malformed").Order(StringComparer.Ordinal)
            .SelectMany(Folder).ToDictionary(c => c.Name, StringComparer.Ordinal);
    }

    private static IEnumerable<OpCase> Folder(string folder)
    {
        using JsonDocument meta = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "meta.json")));
        foreach (JsonElement one in meta.RootElement.GetProperty("cases").EnumerateArray())
        {
            string? against = one.TryGetProperty("check_against", out JsonElement check) ? check.GetString() : "expected";
            if (against is null || !one.TryGetProperty(against, out JsonElement expected) || expected.ValueKind != JsonValueKind.Array)
                continue;
            yield return new OpCase(
                $"{Path.GetFileName(folder)}/{one.GetProperty("id").GetString()} {one.GetProperty("name").GetString()}",
                Path.Combine(folder, one.GetProperty("model").GetString()!),
                Files(folder, one.GetProperty("inputs")),
                Files(folder, expected),
                Tolerance.Parse(one.GetProperty("tolerance")),
                FreeElements(one, expected.GetArrayLength()));
        }
    }

    private static string[] Files(string folder, JsonElement names) => [.. names.EnumerateArray().Select(n => Path.Combine(folder, n.GetString()!))];

    private static IReadOnlySet<int>[] FreeElements(JsonElement one, int outputs)
    {
        var free = new HashSet<int>[outputs];
        for (int k = 0; k < outputs; k++)
            free[k] = [];
        if (one.TryGetProperty("ambiguous", out JsonElement ambiguous) && ambiguous.TryGetProperty("first", out JsonElement first))
        {
            foreach (JsonElement element in first.EnumerateArray())
                free[element.GetProperty("output").GetInt32()].Add(element.GetProperty("index").GetInt32());
        }
        return free;
    }
}
