using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Text.RegularExpressions;

namespace OneBit.Sabotage;

/// <summary>A file, and which of its lines are worth breaking: code that this CPU runs.</summary>
internal sealed partial class SourceFile
{
    private static readonly string[] Elsewhere =
    [
        .. Vector512.IsHardwareAccelerated ? Array.Empty<string>() : ["512", "Vnni"],
        .. AdvSimd.IsSupported ? Array.Empty<string>() : ["AdvSimd"],
    ];

    public SourceFile(string path, string[] lines)
    {
        Path = path;
        Lines = lines;
    }

    public string Path { get; }

    public IReadOnlyList<string> Lines { get; }

    /// <summary>Numbers, from 0, of the lines that are code of this CPU; throwing and asserting are left alone.</summary>
    public IEnumerable<int> Candidates()
    {
        string type = string.Empty;
        for (int i = 0; i < Lines.Count; i++)
        {
            string code = Lines[i].TrimStart();
            if (code.StartsWith("//", StringComparison.Ordinal) || code.StartsWith('['))
                continue;
            if (Declaration().Match(code) is { Success: true } declaration)
                type = declaration.Groups["name"].Value;
            if (!IsElsewhere(type) && !IsElsewhere(code) && !code.Contains("throw", StringComparison.OrdinalIgnoreCase) && !code.Contains("Debug.Assert", StringComparison.Ordinal))
                yield return i;
        }
    }

    private static bool IsElsewhere(string text) => Elsewhere.Any(word => text.Contains(word, StringComparison.Ordinal));

    [GeneratedRegex(@"\b(struct|class|record|interface) (?<name>[A-Z]\w*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Declaration();
}
