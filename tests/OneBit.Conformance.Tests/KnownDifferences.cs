namespace OneBit.Conformance;

/// <summary>Recorded cases that differ on purpose, each because the recorded system is itself wrong. A case that is listed and passes is an error too.</summary>
internal static class KnownDifferences
{
    /// <summary>Family and case, and the reason.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
    };

    /// <summary>Fails where <paramref name="difference"/> is one that is not known, or a known one is gone.</summary>
    public static void Check(string name, string? difference)
    {
        if (All.TryGetValue(name, out string? reason))
            Xunit.Assert.True(difference is not null, $"{name} is listed as different ({reason}) and is not");
        else
            Xunit.Assert.True(difference is null, $"{name}: {difference}");
    }
}
