
namespace OneBit.Conformance;

/// <summary>Rows of theories: every executor with every case.</summary>
internal static class Rows
{
    /// <summary>One row per executor and case; where there are no cases one row that the test skips.</summary>
    public static TheoryData<string, string> Of(IEnumerable<string> cases)
    {
        var rows = new TheoryData<string, string>();
        string[] names = [.. cases.DefaultIfEmpty("recorded data is absent")];
        foreach (IExecutor executor in Executors.All)
        {
            foreach (string name in names)
                rows.Add(executor.Name, name);
        }
        return rows;
    }
}
