using Xunit;

namespace OneBit.Testing;

/// <summary>Texts that are kept beside the tests and change only on purpose: <c>ONEBIT_UPDATE_GOLDEN=1</c> writes them anew, and is refused where <c>CI</c> is set.</summary>
internal static class Golden
{
    /// <summary>Compares <paramref name="actual"/> with the file at <paramref name="path"/>, relative to the repository.</summary>
    public static void Check(string path, string actual)
    {
        string file = Path.Combine(Shared.Repository, path);
        string text = actual.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("ONEBIT_UPDATE_GOLDEN") == "1")
        {
            Assert.True(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")), "golden files are not rewritten in CI");
            Directory.CreateDirectory(Path.GetDirectoryName(file) ?? ".");
            File.WriteAllText(file, text);
        }
        Assert.True(File.Exists(file), $"{path} does not exist; ONEBIT_UPDATE_GOLDEN=1 writes it");
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), text);
    }
}
