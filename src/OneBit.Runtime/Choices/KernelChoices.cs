using OneBit.Kernels;

namespace OneBit.Runtime;

/// <summary>
/// Kernels chosen for convolutions, from trials on this machine. What has no entry is left to the cost models. The choice changes times, never results. Immutable.
/// </summary>
public sealed class KernelChoices
{
    private readonly SortedDictionary<string, string> kernels;

    internal KernelChoices(SortedDictionary<string, string> kernels) => this.kernels = kernels;

    /// <summary>No choices: the cost models decide.</summary>
    public static KernelChoices None { get; } = new(new SortedDictionary<string, string>(StringComparer.Ordinal));

    /// <summary>How many jobs have a choice.</summary>
    public int Count => kernels.Count;

    /// <summary>The jobs as <see cref="KernelJob.ToString"/> gives them, in order, each with the name of its kernel.</summary>
    public IReadOnlyDictionary<string, string> Entries => kernels;

    /// <summary>The name of the kernel chosen for <paramref name="job"/>; null where there is no choice.</summary>
    public string? Of(KernelJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return kernels.Count == 0 ? null : kernels.GetValueOrDefault(job.ToString());
    }

    /// <summary>These choices, with <paramref name="kernel"/> for <paramref name="job"/>.</summary>
    /// <exception cref="ArgumentException">This CPU has no such candidate for the job.</exception>
    public KernelChoices With(KernelJob job, string kernel)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (job.Candidates().All(candidate => candidate.Kernel.Name != kernel))
            throw new ArgumentException($"'{kernel}' is no candidate for {job}; there are {string.Join(", ", job.Candidates().Select(c => c.Kernel.Name))}", nameof(kernel));
        return new KernelChoices(new SortedDictionary<string, string>(kernels, StringComparer.Ordinal) { [job.ToString()] = kernel });
    }

    /// <summary>The jobs that <see cref="Measure"/> would try: those without a choice that have more than one candidate, equal ones once.</summary>
    public IReadOnlyList<KernelJob> Missing(IEnumerable<KernelJob> jobs) => [.. jobs.Distinct().Where(job => Of(job) is null && job.Candidates().Count > 1)];

    /// <summary>These choices, and for each of <paramref name="jobs"/> that has none the candidate that is fastest in a short trial in one thread.</summary>
    /// <param name="jobs">The jobs, such as <see cref="ExecutionPlan.KernelJobs"/>.</param>
    /// <param name="progress">Told the share that is done.</param>
    public KernelChoices Measure(IEnumerable<KernelJob> jobs, IProgress<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        IReadOnlyList<KernelJob> missing = Missing(jobs);
        var measured = new SortedDictionary<string, string>(kernels, StringComparer.Ordinal);
        for (int i = 0; i < missing.Count; i++)
        {
            measured[missing[i].ToString()] = KernelTrials.Choose(KernelTrials.Measure(missing[i])).Kernel.Name;
            progress?.Report((i + 1.0) / missing.Count);
        }
        return missing.Count == 0 ? this : new KernelChoices(measured);
    }

    /// <summary>The choices in a file; <see cref="None"/> where there is no such file, or where it is damaged or was written for another key.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">What the choices are for.</param>
    /// <param name="problem">Why a file that is there was not used, in a few words; null where nothing is wrong.</param>
    public static KernelChoices Load(string path, KernelChoicesKey key, out string? problem) => KernelChoicesFile.Read(path, key, out problem);

    /// <summary>Writes the choices, to a temporary file that takes the place of <paramref name="path"/> when it is complete; makes the folder where there is none.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    public void Save(string path, KernelChoicesKey key) => KernelChoicesFile.Write(path, key, this);
}
