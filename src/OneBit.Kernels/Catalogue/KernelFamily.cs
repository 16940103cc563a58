namespace OneBit.Kernels;

/// <summary>A family's catalogue: all implementations of one job, the preferred ones first; the last row runs everywhere.</summary>
public interface IKernelFamily
{
    /// <summary>Name of the family, as in <c>ONEBIT_KERNEL_NAME</c> (upper case, dashes as underscores).</summary>
    string Name { get; }

    /// <summary>The rows, preferred first.</summary>
    IReadOnlyList<Kernel> Kernels { get; }

    /// <summary>The environment variable that forces a row by its name.</summary>
    string Variable { get; }
}

/// <inheritdoc cref="IKernelFamily"/>
public sealed class KernelFamily<T>(string name, params T[] rows) : IKernelFamily
    where T : Kernel
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <summary>The rows, preferred first.</summary>
    public IReadOnlyList<T> Rows { get; } = rows;

    /// <inheritdoc/>
    public IReadOnlyList<Kernel> Kernels => Rows;

    /// <inheritdoc/>
    public string Variable { get; } = "ONEBIT_KERNEL_" + name.ToUpperInvariant().Replace('-', '_');

    /// <summary>
    /// The row that <see cref="Variable"/> names, or else, of those that the CPU supports and <paramref name="applies"/> accepts, the one called
    /// <paramref name="chosen"/>, or else that of the least <paramref name="cost"/>; the first of equals.
    /// </summary>
    /// <exception cref="InvalidOperationException">The variable names no row of this family, or one that this CPU cannot run; or no row applies.</exception>
    public T Pick(Func<T, bool>? applies = null, Func<T, double>? cost = null, string? chosen = null) =>
        Find(applies, cost, chosen) ?? throw new InvalidOperationException($"no {Name} kernel applies");

    /// <summary>As <see cref="Pick"/>; null where no row applies.</summary>
    /// <exception cref="InvalidOperationException">The variable names no row of this family, or one that this CPU cannot run.</exception>
    public T? Find(Func<T, bool>? applies = null, Func<T, double>? cost = null, string? chosen = null)
    {
        string? forced = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(forced))
            return Forced(forced, applies);
        IEnumerable<T> usable = Rows.Where(row => row.IsSupported && (applies is null || applies(row)));
        T? picked = chosen is null ? null : usable.FirstOrDefault(row => row.Name == chosen);
        return picked ?? (cost is null ? usable.FirstOrDefault() : usable.MinBy(cost));
    }

    private T? Forced(string forced, Func<T, bool>? applies)
    {
        foreach (T row in Rows)
        {
            if (!string.Equals(row.Name, forced, StringComparison.OrdinalIgnoreCase))
                continue;
            if (!row.IsSupported)
                throw new InvalidOperationException($"{Variable}={forced}: this CPU lacks {row.Requires & ~Cpu.Features}");
            // A forced row that does not serve this shape gives way to the last one, which serves what any does.
            return applies is null || applies(row) ? row : applies(Rows[^1]) ? Rows[^1] : null;
        }
        throw new InvalidOperationException($"{Variable}={forced}: no such kernel; the family has {string.Join(", ", Rows.Select(r => r.Name))}");
    }
}
