using OneBit.Kernels;

namespace OneBit.Runtime;

/// <summary>
/// Choices as lines of text, the last of which says how many there are:
/// <code>
/// OneBit kernel choices 1
/// cpu: …
/// version: …
/// model: …
/// binary-convolution 1x56x56x64 to 56x56x64, 3x3, pad 1x1: Avx2PairCode
/// end: 1
/// </code>
/// </summary>
internal static class KernelChoicesFile
{
    private const string Title = "OneBit kernel choices 1", Separator = ": ", End = "end: ";
    private const int HeaderLines = 4, MaxBytes = 1 << 24;

    /// <inheritdoc cref="KernelChoices.Load"/>
    public static KernelChoices Read(string path, KernelChoicesKey key, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(key);
        problem = null;
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return KernelChoices.None;
            if (file.Length > MaxBytes)
            {
                problem = "is not a list of kernels";
                return KernelChoices.None;
            }
            return Parse(File.ReadAllText(path).Split('\n'), key, out problem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = "cannot be read";
            return KernelChoices.None;
        }
    }

    /// <inheritdoc cref="KernelChoices.Save"/>
    public static void Write(string path, KernelChoicesKey key, KernelChoices choices)
    {
        ArgumentNullException.ThrowIfNull(key);
        string full = Path.GetFullPath(path), folder = Path.GetDirectoryName(full) ?? ".";
        Directory.CreateDirectory(folder);
        string temporary = Path.Combine(folder, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}");
        try
        {
            File.WriteAllText(temporary, string.Join('\n', [.. Header(key), .. choices.Entries.Select(entry => entry.Key + Separator + entry.Value), $"{End}{choices.Count}", string.Empty]));
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static string[] Header(KernelChoicesKey key) => [Title, $"cpu: {key.Cpu}", $"version: {key.Version}", $"model: {key.Model}"];

    private static KernelChoices Parse(string[] lines, KernelChoicesKey key, out string? problem)
    {
        problem = "is not a list of kernels";
        if (lines[0] != Title)
            return KernelChoices.None;
        problem = "was written for another CPU, version or model";
        if (!lines.Take(HeaderLines).SequenceEqual(Header(key)))
            return KernelChoices.None;
        problem = "is damaged";
        int count = lines.Length - HeaderLines - 2;
        if (count < 0 || lines[^1].Length > 0 || lines[^2] != $"{End}{count}")
            return KernelChoices.None;
        var kernels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in lines.AsSpan(HeaderLines, count))
        {
            string[] parts = line.Split(Separator);
            if (parts.Length != 2 || !IsKernel(parts[0], parts[1]) || !kernels.TryAdd(parts[0], parts[1]))
                return KernelChoices.None;
        }
        problem = null;
        return new KernelChoices(kernels);
    }

    private static bool IsKernel(string job, string kernel) =>
        KernelFamilies.All.Any(family => job.StartsWith($"{family.Name} ", StringComparison.Ordinal) && family.Kernels.Any(row => row.Name == kernel));
}
