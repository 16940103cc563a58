using OneBit.Converter;
using OneBit.Passes;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>Convolutions with inputs 0 and 1, values on the quantizers' edges among them: from the Keras model each way gives what Keras gave.</summary>
public sealed class UnipolarFormConversionTests
{
    private static readonly Lazy<CustomObjects> Customs = new(() => CustomsFile.Read(Shared.Path("tools", "fashion-customs.json")));

    /// <summary>Names of the cases.</summary>
    public static TheoryData<string> Cases => [.. ModelCase.Named("unipolar-form", "model.h5").DefaultIfEmpty("recorded data is absent")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Imported_graph_gives_what_Keras_gives(string name) => Check(name, (model, inputs) => model.Imported(inputs, plainLoops: true));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Converted_for_OneBit_it_gives_what_Keras_gives(string name) => Check(name, (model, inputs) => KerasModel.OnRuntime(model.Convert(ConversionTarget.OneBit), inputs));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Converted_for_LCE_it_gives_what_Keras_gives(string name) => Check(name, (model, inputs) => KerasModel.OnRuntime(model.Convert(ConversionTarget.Lce), inputs));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Converted_for_LCE_it_gives_what_Keras_gives_on_the_stock_engine(string name)
    {
        Check(name, (model, inputs) => KerasModel.OnStock(model.Convert(ConversionTarget.Lce), inputs, "default"));
        Check(name, (model, inputs) => KerasModel.OnStock(model.Convert(ConversionTarget.Lce), inputs, "indirect"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_layer_runs_on_bits_on_both_targets(string name)
    {
        Shared.Require();
        foreach (ConversionTarget target in (ConversionTarget[])[ConversionTarget.OneBit, ConversionTarget.Lce])
            Assert.Single(Model(name).Convert(target).Report.Layers, layer => layer.IsBinarized);
    }

    private static KerasModel Model(string name) => new(Path.Combine(ModelCase.Of("unipolar-form", name).Folder, "model.h5")) { Customs = Customs.Value };

    private static void Check(string name, Func<KerasModel, NumpyArray, NumpyArray> run)
    {
        Shared.Require();
        ModelCase one = ModelCase.Of("unipolar-form", name);
        NumpyArray expected = Assert.Single(one.Arrays("keras_out"));
        NumpyArray actual = run(Model(name), Assert.Single(one.Arrays("in")));
        Assert.Null(Tolerance.OfLargest(expected, 1e-6).Difference(actual, expected, new HashSet<int>()));
    }
}
