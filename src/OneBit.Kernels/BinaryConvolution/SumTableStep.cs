namespace OneBit.Kernels;

/// <summary>A pass over the channels of a tile.</summary>
/// <param name="First">The first byte of the taps whose tables are used.</param>
/// <param name="Tables">Tables that are used.</param>
/// <param name="FirstTap">The first tap.</param>
/// <param name="Taps">Taps.</param>
/// <param name="Builds">True where the tables are made first.</param>
/// <param name="Form">Where sums begin, and where they go.</param>
/// <param name="Offsets">Offsets of a channel in front of this pass's.</param>
/// <param name="Held">Entries that sums have behind it.</param>
internal readonly record struct SumTableStep(int First, int Tables, int FirstTap, int Taps, bool Builds, SumForm Form, int Offsets, int Held)
{
    /// <summary>Offsets of a channel that name entries; zeros fill up a batch behind them.</summary>
    public int Entries => Tables * Taps;

    /// <summary>Offsets of a channel.</summary>
    public int Length => (Entries + SumTablePass.Batch - 1) / SumTablePass.Batch * SumTablePass.Batch;
}

/// <summary>The passes of a plan: as many tables at a time as the first-level cache holds, and no more entries before the counts than sums in bytes hold.</summary>
internal static class SumTableSteps
{
    private const int MostHeld = byte.MaxValue / SumTables.Most;

    public static SumTableStep[] Of(SumTablePlan plan)
    {
        List<SumTableStep> steps = [];
        for (int first = 0; first < plan.Groups.Count; first += plan.TablesPerPass)
            Add(steps, plan, first, Math.Min(plan.TablesPerPass, plan.Groups.Count - first));
        Count(steps);
        steps[^1] = steps[^1] with { Form = steps[^1].Form with { Last = true } };
        return [.. steps];
    }

    private static void Add(List<SumTableStep> steps, SumTablePlan plan, int first, int tables)
    {
        int taps = plan.Layout.Taps.Length, atOnce = Math.Min(taps, MostHeld / tables);
        for (int tap = 0; tap < taps; tap += atOnce)
        {
            int count = Math.Min(atOnce, taps - tap);
            if (Held(steps) + (tables * count) > MostHeld)
                Count(steps);
            int held = Held(steps), offsets = steps.Count == 0 ? 0 : steps[^1].Offsets + steps[^1].Length;
            var form = new SumForm(Fresh: held == 0, Keeps: true, First: false, Last: false);
            steps.Add(new SumTableStep(first, tables, tap, count, Builds: tap == 0, form, offsets, held + (tables * count)));
        }
    }

    // The last pass hands its sums over to the counts, which begin with the first that does.
    private static void Count(List<SumTableStep> steps)
    {
        if (Held(steps) > 0)
            steps[^1] = steps[^1] with { Form = steps[^1].Form with { Keeps = false, First = steps.TrueForAll(step => step.Form.Keeps) } };
    }

    // The entries that sums have, where they are still sums.
    private static int Held(List<SumTableStep> steps) => steps.Count > 0 && steps[^1].Form.Keeps ? steps[^1].Held : 0;
}
