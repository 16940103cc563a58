namespace OneBit.Kernels;

/// <summary>A pass over the channels of a tile.</summary>
/// <param name="First">The first byte of the taps whose tables are used.</param>
/// <param name="Tables">Tables that are used.</param>
/// <param name="FirstTap">The first tap.</param>
/// <param name="Taps">Taps.</param>
/// <param name="Builds">True where the tables are made first.</param>
/// <param name="Form">Where sums begin, and where they go.</param>
/// <param name="Offsets">Offsets of a channel in front of this pass's.</param>
/// <param name="Bound">The most that sums may be behind it.</param>
internal readonly record struct SumTableStep(int First, int Tables, int FirstTap, int Taps, bool Builds, SumForm Form, int Offsets, int Bound)
{
    /// <summary>Offsets of a channel.</summary>
    public int Length => Tables * Taps;
}

/// <summary>The passes of a plan: as many tables at a time as the first-level cache holds, and no more entries before the counts than sums in bytes hold.</summary>
internal static class SumTableSteps
{
    private const int MostHeld = byte.MaxValue, MostOfHalves = LiftedBytes.GroupBits / 2, MostOfWhole = 2;

    public static SumTableStep[] Of(SumTablePlan plan)
    {
        List<SumTableStep> steps = [];
        for (int first = 0; first < plan.Bytes.Lifted; first += plan.TablesPerPass)
            Add(steps, plan, first, Math.Min(plan.TablesPerPass, plan.Bytes.Lifted - first), MostOfHalves);
        Keep(steps);
        int lifted = steps.Count;
        Add(steps, plan, plan.Bytes.Lifted, 1, MostOfWhole);
        Keep(steps);
        // The first that adds to the counts behind the lifted ones doubles what these counted.
        int doubling = steps.FindIndex(lifted, step => !step.Form.Keeps);
        steps[doubling] = steps[doubling] with { Form = steps[doubling].Form with { Factor = 2 } };
        return [.. steps];
    }

    private static void Add(List<SumTableStep> steps, SumTablePlan plan, int first, int tables, int mostOfEntry)
    {
        int taps = plan.Layout.Taps.Length, atOnce = Math.Min(taps, MostHeld / mostOfEntry / tables);
        for (int tap = 0; tap < taps; tap += atOnce)
        {
            int count = Math.Min(atOnce, taps - tap), bound = tables * count * mostOfEntry;
            if (Held(steps) + bound > MostHeld)
                Keep(steps);
            int held = Held(steps), offsets = steps.Count == 0 ? 0 : steps[^1].Offsets + steps[^1].Length;
            steps.Add(new SumTableStep(first, tables, tap, count, Builds: tap == 0, new SumForm(Fresh: held == 0, Factor: -1), offsets, held + bound));
        }
    }

    // The last pass hands its sums over to the counts, which begin with the first that does.
    private static void Keep(List<SumTableStep> steps)
    {
        if (Held(steps) > 0)
            steps[^1] = steps[^1] with { Form = steps[^1].Form with { Factor = steps.Exists(step => !step.Form.Keeps) ? 1 : 0 } };
    }

    // The most that sums may have reached, where they are still sums.
    private static int Held(List<SumTableStep> steps) => steps.Count > 0 && steps[^1].Form.Keeps ? steps[^1].Bound : 0;
}
