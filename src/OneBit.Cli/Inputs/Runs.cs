using OneBit.Tensors;

namespace OneBit.Cli.Inputs;

/// <summary>
/// How the given arrays are cut into runs of a model. An array is of its input's shape (used in every run), or has one extra leading dimension (runs: outputs are stacked
/// on it), or a multiple of the rows of the model's batch (outputs are concatenated).
/// </summary>
internal sealed class Runs
{
    private readonly Literal[] arrays;
    private readonly Fit[] fits;

    private Runs(Literal[] arrays, Fit[] fits)
    {
        this.arrays = arrays;
        this.fits = fits;
        Count = fits.Length == 0 ? 1 : fits.Max(f => f.Runs);
        IsStacked = fits.Any(f => f.Stacked);
    }

    /// <summary>Number of runs; 0 where an array has no rows.</summary>
    public int Count { get; }

    /// <summary>True where outputs get a leading dimension of <see cref="Count"/>.</summary>
    public bool IsStacked { get; }

    /// <summary>Cuts <paramref name="arrays"/>, one per input, after casting them to the elements that the model takes.</summary>
    /// <param name="sources">What the arrays are called in messages: their files.</param>
    /// <exception cref="InputException">An array does not fit its input, or two ask for different numbers of runs.</exception>
    public static Runs Plan(IReadOnlyList<TensorInfo> inputs, IReadOnlyList<Literal> arrays, IReadOnlyList<string> sources)
    {
        var cast = new Literal[inputs.Count];
        var plans = new Fit[inputs.Count];
        int leader = -1;
        for (int i = 0; i < cast.Length; i++)
        {
            cast[i] = Cast(arrays[i], inputs[i], sources[i]);
            plans[i] = Fit.Of(cast[i].Type.Shape, inputs[i].Shape) ?? throw Misfit(cast[i], inputs[i], sources[i]);
            if (plans[i].IsWhole)
                continue;
            if (leader >= 0 && (plans[i].Stacked != plans[leader].Stacked || plans[i].Runs != plans[leader].Runs))
                throw new InputException($"{sources[i]} of shape {cast[i].Type.Shape} asks for {plans[i].Runs} runs and {sources[leader]} of shape {cast[leader].Type.Shape} for {plans[leader].Runs}; give all inputs the same number of rows");
            leader = i;
        }
        return new Runs(cast, leader < 0 ? plans : [.. plans.Select(f => f.IsWhole ? f with { Runs = plans[leader].Runs } : f)]);
    }

    /// <summary>The inputs of run <paramref name="run"/>: views, nothing is copied.</summary>
    public Literal[] Inputs(int run)
    {
        var cut = new Literal[arrays.Length];
        for (int i = 0; i < cut.Length; i++)
        {
            TensorType type = arrays[i].Type with { Shape = fits[i].RunShape };
            int size = checked((int)type.SizeInBytes);
            cut[i] = fits[i].IsWhole ? arrays[i] : new Literal(type, arrays[i].Bytes.Slice(run * size, size));
        }
        return cut;
    }

    private static Literal Cast(Literal array, TensorInfo input, string source)
    {
        DType given = array.Type.Element;
        if (!ElementCast.Allows(given, input.Element))
            throw new InputException($"{source}: input {input} got {given.Name()} values; convert them with NumPy's astype first");
        try
        {
            return ElementCast.Cast(array, input.Element);
        }
        catch (OverflowException e)
        {
            throw new InputException($"{source}: input {input} got {given.Name()} values, one of which does not fit into {input.Element.Name()}; rescale them first", e);
        }
    }

    private static InputException Misfit(Literal array, TensorInfo input, string source) =>
        new($"{source}: input {input} got an array of shape {array.Type.Shape}; expected that shape, one more leading dimension (runs), or a multiple of its rows");

    /// <summary>How one array serves: whole, or cut into <see cref="Runs"/> pieces of <see cref="RunShape"/>.</summary>
    private readonly record struct Fit(int Runs, bool Stacked, bool IsWhole, Shape RunShape)
    {
        public static Fit? Of(Shape given, Shape wanted)
        {
            if (Matches(given.Dimensions, wanted.Dimensions))
                return new Fit(1, Stacked: false, IsWhole: true, given);
            if (given.Rank == wanted.Rank + 1 && Matches(given.Dimensions[1..], wanted.Dimensions))
                return new Fit(given[0], Stacked: true, IsWhole: false, Shape.Create(given.Dimensions[1..]));
            if (given.Rank == wanted.Rank && given.Rank > 0 && wanted[0] > 0 && given[0] % wanted[0] == 0 && Matches(given.Dimensions[1..], wanted.Dimensions[1..]))
                return new Fit(given[0] / wanted[0], Stacked: false, IsWhole: false, given.With(0, wanted[0]));
            return null;
        }

        private static bool Matches(ReadOnlySpan<int> given, ReadOnlySpan<int> wanted)
        {
            if (given.Length != wanted.Length)
                return false;
            for (int i = 0; i < given.Length; i++)
            {
                if (given[i] != wanted[i] && wanted[i] != Shape.Unknown)
                    return false;
            }
            return true;
        }
    }
}
