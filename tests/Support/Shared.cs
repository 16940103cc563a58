using Xunit;

namespace OneBit.Testing;

/// <summary>The recorded data beside the repository (<c>../shared</c>), which a clone may lack.</summary>
internal static class Shared
{
    /// <summary>The folder, or null where there is none.</summary>
    public static string? Root { get; } = Find("shared", inside: "golden");

    /// <summary>The repository's own folder.</summary>
    public static string Repository { get; } = Find(".", inside: "OneBit.slnx") ?? AppContext.BaseDirectory;

    /// <summary>True where the recorded data is there.</summary>
    public static bool Exists => Root is not null;

    /// <summary>The path of a recorded file or folder; skips the running test where the data is absent.</summary>
    public static string Path(params ReadOnlySpan<string> parts)
    {
        Require();
        return System.IO.Path.Combine([Root!, .. parts]);
    }

    /// <summary>
    /// Skips the running test where the data is absent; fails it where <c>ONEBIT_REQUIRE_SHARED</c> says that it has to be there.
    /// </summary>
    public static void Require()
    {
        if (Exists)
            return;
        Assert.False(Environment.GetEnvironmentVariable("ONEBIT_REQUIRE_SHARED") == "1", "the recorded data (../shared) was promised and is not there");
        Assert.Skip("needs the recorded data, ../shared beside the repository");
    }

    private static string? Find(string name, string inside)
    {
        string? overridden = name == "shared" ? Environment.GetEnvironmentVariable("ONEBIT_SHARED") : Environment.GetEnvironmentVariable("ONEBIT_REPOSITORY");
        if (!string.IsNullOrEmpty(overridden))
            return overridden;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder.FullName, name));
            if (System.IO.Path.Exists(System.IO.Path.Combine(candidate, inside)))
                return candidate;
        }
        return null;
    }
}
