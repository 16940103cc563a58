namespace OneBit.Cli.Tuning;

/// <summary>Where files go that make later runs better and may be deleted at any time.</summary>
internal static class CacheFolder
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "ONEBIT_CACHE";

    /// <summary><see cref="Variable"/>, or else the user's cache folder of this system, with <c>onebit</c> below it; null where there is no home.</summary>
    public static string? Default() => Named(Variable) ?? Users() switch
    {
        null => null,
        string folder => Path.Combine(folder, "onebit"),
    };

    private static string? Users()
    {
        if (OperatingSystem.IsWindows())
            return NotEmpty(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData));
        string? home = NotEmpty(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        if (OperatingSystem.IsMacOS())
            return home is null ? null : Path.Combine(home, "Library", "Caches");
        return Named("XDG_CACHE_HOME") ?? (home is null ? null : Path.Combine(home, ".cache"));
    }

    private static string? Named(string variable) => NotEmpty(Environment.GetEnvironmentVariable(variable));

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
