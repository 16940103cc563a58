using OneBit.Cli.Output;
using OneBit.Kernels;
using OneBit.Runtime;

namespace OneBit.Cli.Tuning;

/// <summary>The kernels that are fastest for a model on this machine: out of a file where they were measured before, and measured where not.</summary>
internal static class KernelTuning
{
    /// <summary>The choices for <paramref name="jobs"/>. A file that is no good is replaced; one that cannot be written is no reason not to run; standard error tells both.</summary>
    /// <param name="terminal">Where warnings and progress go.</param>
    /// <param name="model">The model's file, or a folder.</param>
    /// <param name="folder">The folder of the file with the choices.</param>
    /// <param name="jobs">What kernels are to be chosen for.</param>
    /// <exception cref="InputException">The model cannot be read.</exception>
    public static KernelChoices Choices(Terminal terminal, string model, string folder, IEnumerable<KernelJob> jobs)
    {
        KernelChoicesKey key = ModelFile.Guarded(model, () => KernelChoicesKey.Of(model));
        string file = Path.Combine(folder, key.FileName);
        var known = KernelChoices.Load(file, key, out string? problem);
        if (problem is not null)
            Warn(terminal, $"{file} {problem}; it is written anew");
        IReadOnlyList<KernelJob> missing = known.Missing(jobs);
        if (missing.Count == 0 && problem is null)
            return known;
        KernelChoices choices = PatientProgress.Run(terminal, "trying kernels", progress => known.Measure(missing, progress));
        Save(terminal, choices, file, key);
        return choices;
    }

    private static void Save(Terminal terminal, KernelChoices choices, string file, KernelChoicesKey key)
    {
        try
        {
            choices.Save(file, key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Warn(terminal, $"{file} cannot be written ({FileErrors.Reason(e)}), so the next run measures again");
        }
    }

    private static void Warn(Terminal terminal, string sentence) => terminal.Error.WriteLine($"onebit: warning: {sentence}");
}
