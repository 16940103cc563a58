using System.Globalization;
using System.Text.Json;

namespace OneBit.Conformance;

/// <summary>How near a result has to come: |actual − expected| ≤ absolute + relative·|expected|. NaN matches NaN.</summary>
internal sealed record Tolerance(double Absolute, double Relative = 0)
{
    /// <summary>Equal numbers; −0 equals 0.</summary>
    public static Tolerance Exact { get; } = new(0);

    /// <summary>As in a case's <c>tolerance</c>: exact, abs, abs_rel or int_max_abs.</summary>
    public static Tolerance Parse(JsonElement json) => json.GetProperty("kind").GetString() switch
    {
        "exact" => Exact,
        "abs" or "int_max_abs" => new(json.GetProperty("value").GetDouble()),
        "abs_rel" => new(json.GetProperty("atol").GetDouble(), json.GetProperty("rtol").GetDouble()),
        var kind => throw new InvalidDataException($"a tolerance '{kind}'"),
    };

    /// <summary>A part of the largest finite expected value.</summary>
    public static Tolerance OfLargest(NumpyArray expected, double part) =>
        new(part * Math.Max(1e-6, expected.ToDoubles().Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max()));

    /// <summary>What is wrong with <paramref name="actual"/>, or null.</summary>
    /// <param name="actual">The result.</param>
    /// <param name="expected">What was recorded.</param>
    /// <param name="free">Flat positions at which any value will do.</param>
    public string? Difference(NumpyArray actual, NumpyArray expected, IReadOnlySet<int> free)
    {
        double[] a = actual.ToDoubles(), e = expected.ToDoubles();
        if (a.Length != e.Length)
            return $"{actual.Shape} where {expected.Shape} is expected";
        int[] wrong = [.. Enumerable.Range(0, a.Length).Where(i => !free.Contains(i) && !Near(a[i], e[i]))];
        if (wrong.Length == 0)
            return null;
        string first = string.Join("; ", wrong.Take(4).Select(i => string.Create(CultureInfo.InvariantCulture, $"[{i}] {a[i]} instead of {e[i]}")));
        return $"{wrong.Length} of {a.Length} elements differ: {first}";
    }

    private bool Near(double actual, double expected) =>
        actual == expected || (double.IsNaN(actual) && double.IsNaN(expected)) || Math.Abs(actual - expected) <= Absolute + (Relative * Math.Abs(expected));
}
