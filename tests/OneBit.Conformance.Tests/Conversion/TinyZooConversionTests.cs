using OneBit.Passes;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>Small models of Larq Zoo's factories, from each of their files and from the architecture with each file of weights: on every way Keras's probabilities within 1e-6.</summary>
public sealed class TinyZooConversionTests
{
    /// <summary>Case, model, weights (empty: in the model).</summary>
    public static TheoryData<string, string, string> Cases => new()
    {
        { "tiny-quicknet", "model.h5", "" },
        { "tiny-quicknet", "model.keras", "" },
        { "tiny-quicknet", "config.json", "model.h5" },
        { "tiny-quicknet", "config.json", "model.keras" },
        { "tiny-quicknet", "config.json", "weights.h5" },
        { "tiny-quicknet", "config.json", "v3.weights.h5" },
        { "tiny-densenet", "model.keras", "" },
        { "tiny-densenet", "config.json", "weights.h5" },
        { "tiny-meliusnet", "model.keras", "" },
        { "tiny-meliusnet", "config.json", "model.keras" },
        { "tiny-quicknet-trained", "model_adam.h5", "" },
        { "tiny-quicknet-trained", "model_case.h5", "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Imported_graph_gives_what_Keras_gives(string name, string file, string weights) => Check(name, file, weights, (model, inputs) => model.Imported(inputs, plainLoops: true));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Converted_for_OneBit_it_gives_what_Keras_gives(string name, string file, string weights) =>
        Check(name, file, weights, (model, inputs) => KerasModel.OnRuntime(model.Convert(ConversionTarget.OneBit), inputs));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Converted_for_LCE_it_gives_what_Keras_gives(string name, string file, string weights) =>
        Check(name, file, weights, (model, inputs) => KerasModel.OnRuntime(model.Convert(ConversionTarget.Lce), inputs));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Converted_for_LCE_it_gives_what_Keras_gives_on_the_stock_engine(string name, string file, string weights)
    {
        Check(name, file, weights, (model, inputs) => KerasModel.OnStock(model.Convert(ConversionTarget.Lce), inputs, "default"));
        Check(name, file, weights, (model, inputs) => KerasModel.OnStock(model.Convert(ConversionTarget.Lce), inputs, "indirect"));
    }

    // The first samples, where fewer inputs are kept than there are probabilities.
    private static void Check(string name, string file, string weights, Func<KerasModel, NumpyArray, NumpyArray> run)
    {
        string folder = Shared.Path("golden", "zoo", name);
        var model = new KerasModel(Path.Combine(folder, file)) { Weights = weights.Length == 0 ? null : Path.Combine(folder, weights) };
        NumpyArray inputs = NumpyArray.Load(Path.Combine(folder, "input.npy"));
        string recorded = Path.Combine(folder, name == "tiny-quicknet-trained" ? Path.GetFileNameWithoutExtension(file) + "_probabilities.npy" : "probabilities.npy");
        NumpyArray expected = NumpyArray.Load(recorded).First(inputs.Shape[0]);
        Assert.Null(new Tolerance(1e-6).Difference(run(model, inputs), expected, new HashSet<int>()));
    }
}
