using OneBit.Converter;
using OneBit.IR;
using OneBit.Passes;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>Every recorded Keras model, imported and converted: on all ways the result is Keras's.</summary>
public sealed class ConversionTests
{
    private const string Runtime = "runtime, 1 thread";

    /// <summary>Names of the cases; one that is skipped where the recorded data is absent.</summary>
    public static TheoryData<string> Cases => [.. Conversions.Cases.DefaultIfEmpty("recorded data is absent")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Imported_graph_gives_what_Keras_gives(string name) => Check("imported", name, (one, file) =>
    {
        Graph graph = Conversions.Import(file).Graph;
        return Conversions.Difference(one, Executors.Run("reference", graph, one.Arrays("in")));
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Converted_for_OneBit_it_gives_what_Keras_gives(string name) => Check("onebit", name, (one, file) =>
        Conversions.Difference(one, Executors.Run(Runtime, Conversions.Read(Conversions.Convert(file, ConversionTarget.OneBit)), one.Arrays("in"))));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Converted_for_LCE_it_gives_what_Keras_gives(string name) => Check("lce", name, (one, file) =>
        Conversions.Difference(one, Executors.Run(Runtime, Conversions.Read(Conversions.Convert(file, ConversionTarget.Lce)), one.Arrays("in"))));

    [Theory]
    [Trait("Judge", "Stock")]
    [MemberData(nameof(Cases))]
    public void Converted_for_LCE_it_gives_what_Keras_gives_on_the_stock_engine(string name) => Check("stock", name, first: true, (one, file) =>
        OnStock(one, Conversions.Convert(file, ConversionTarget.Lce), "default", "indirect"));

    [Theory]
    [Trait("Judge", "Stock")]
    [MemberData(nameof(Cases))]
    public void Converted_for_LCE_exactly_no_tie_moves_on_the_stock_engine(string name) => Check("stock-exact", name, first: false, (one, file) =>
        OnStock(one, Conversions.Convert(file, ConversionTarget.Lce, exactFloat: true), "default"));

    [Fact]
    public void A_layer_without_a_counterpart_is_named()
    {
        string file = UnknownLayer.Write();
        try
        {
            var refused = Assert.Throws<UnsupportedModelException>(() => Conversions.Import(file));
            Assert.Contains($"layer class '{UnknownLayer.Name}'", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string? OnStock(ModelCase one, ConversionResult result, params IReadOnlyList<string> modes)
    {
        string[] inputs = [.. Enumerable.Range(0, one.Arrays("in").Count).Select(i => Path.Combine(one.Folder, $"in_{i}.npy"))];
        foreach (string mode in modes)
        {
            (IReadOnlyList<NumpyArray> outputs, string? error) = StockEngine.Run(Conversions.Sized(one, result), inputs, mode);
            if ((error ?? Conversions.Difference(one, outputs, slack: 2)) is { } difference)
                return $"{mode}: {difference}";
        }
        return null;
    }

    // Both file formats of a case; the first difference of either.
    private static void Check(string way, string name, Func<ModelCase, string, string?> difference)
    {
        Shared.Require();
        Check(way, name, Conversions.Files(ModelCase.Of("convert", name)), difference);
    }

    // Each file costs a process of the stock engine; what both files give is compared on the other ways.
    private static void Check(string way, string name, bool first, Func<ModelCase, string, string?> difference)
    {
        Shared.Require();
        IReadOnlyList<string> files = Conversions.Files(ModelCase.Of("convert", name));
        Check(way, name, [first ? files[0] : files[^1]], difference);
    }

    private static void Check(string way, string name, IReadOnlyList<string> files, Func<ModelCase, string, string?> difference)
    {
        string? first = null;
        foreach (string file in files)
            first ??= Try(ModelCase.Of("convert", name), file, difference) is { } found ? $"{Path.GetFileName(file)}: {found}" : null;
        KnownDifferences.CheckConversion(way, name, first);
    }

    private static string? Try(ModelCase one, string file, Func<ModelCase, string, string?> difference)
    {
        try
        {
            return difference(one, file);
        }
        catch (UnsupportedModelException e)
        {
            return e.Message;
        }
    }
}
