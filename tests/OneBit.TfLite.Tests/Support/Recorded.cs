using System.Text.Json;
using OneBit.Testing;
using Xunit;

namespace OneBit.TfLite.Tests;

/// <summary>The recorded .tflite files, as paths relative to the folder of recorded data.</summary>
internal static class Recorded
{
    private static readonly string[] Families = ["ops", "convert", "zoo", "fashion", "unipolar-form"];

    /// <summary>Models that are meant to be read; one row that skips where there is no recorded data.</summary>
    public static TheoryData<string> Models => Files(path => !path.Contains("/malformed/", StringComparison.Ordinal));

    /// <summary>The table of broken files: file name, what is wrong, what has to happen.</summary>
    public static TheoryData<string, string, string> Malformed
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            if (!Shared.Exists)
            {
                rows.Add(string.Empty, string.Empty, string.Empty);
                return rows;
            }
            using var table = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Shared.Root!, "golden", "ops", "malformed", "meta.json")));
            foreach (JsonElement row in table.RootElement.GetProperty("cases").EnumerateArray())
                rows.Add(row.GetProperty("file").GetString()!, row.GetProperty("wrong").GetString()!, row.GetProperty("must").GetString()!);
            return rows;
        }
    }

    /// <summary>Relative paths of the recorded .tflite files that fit.</summary>
    public static TheoryData<string> Files(Func<string, bool> fits)
    {
        if (!Shared.Exists)
            return [string.Empty];
        string golden = Path.Combine(Shared.Root!, "golden");
        return
        [
            .. Families.SelectMany(family => Directory.EnumerateFiles(Path.Combine(golden, family), "*.tflite", SearchOption.AllDirectories))
                .Select(path => Path.GetRelativePath(golden, path).Replace('\\', '/'))
                .Where(fits)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The bytes of a recorded file.</summary>
    public static byte[] Bytes(string path) => File.ReadAllBytes(Shared.Path("golden", path));
}
