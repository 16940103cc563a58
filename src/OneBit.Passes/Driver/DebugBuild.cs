using System.Diagnostics;

namespace OneBit.Passes;

internal static class DebugBuild
{
    /// <summary>True where this assembly was compiled for debugging.</summary>
    public static bool Is { get; } = Detect();

    private static bool Detect()
    {
        bool debug = false;
        Set(ref debug);
        return debug;
    }

    [Conditional("DEBUG")]
    private static void Set(ref bool flag) => flag = true;
}
