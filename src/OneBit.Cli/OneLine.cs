namespace OneBit.Cli;

/// <summary>Messages of several lines as one.</summary>
internal static class OneLine
{
    /// <summary>The lines joined; where a list of more than one item follows the first, its items are numbered.</summary>
    public static string Of(string message)
    {
        string[] lines = message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        bool isList = lines.Length > 2 && lines[0].EndsWith(':');
        return string.Join(' ', lines.Select((line, i) => isList && i > 0 ? $"({i}) {line}" : line));
    }
}
