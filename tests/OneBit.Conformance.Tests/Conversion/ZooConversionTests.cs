using System.Text.Json;
using OneBit.Converter;
using OneBit.Kernels;
using OneBit.Passes;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>
/// Models of Larq Zoo in full size: probabilities within 1e-4 of the logits' standard deviation in their logarithms, which is what logits within it give, and within 3e-5 of what LCE's own conversion gives, which is within 1.5e-5 of Keras itself.
/// Every layer with binary inputs and kernel is binarized.
/// </summary>
public sealed class ZooConversionTests
{
    private const string FromFile = "QuickNetSmall from its weights";

    /// <summary>Names of the models.</summary>
    public static TheoryData<string> Models => [.. ModelCase.Named("zoo", "weights_1d.npz").Where(name => name.StartsWith("model-", StringComparison.Ordinal)).Select(name => name[6..]).Append(FromFile)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Imported_graph_gives_what_Keras_gives(string name)
    {
        ZooModel zoo = ZooModel.Of(name);
        zoo.Check(zoo.Keras.Imported(zoo.Inputs, plainLoops: false), besideLce: false);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Converted_for_OneBit_all_of_it_is_binary_and_gives_what_Keras_gives(string name)
    {
        ZooModel zoo = ZooModel.Of(name);
        ConversionResult converted = zoo.Keras.Convert(ConversionTarget.OneBit);
        Assert.Equal(zoo.Binary, converted.Report.Layers.Count(layer => layer.IsBinarized));
        zoo.Check(KerasModel.OnRuntime(converted, zoo.Inputs), besideLce: false);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Converted_for_LCE_it_gives_what_Keras_and_LCE_give(string name)
    {
        ZooModel zoo = ZooModel.Of(name);
        ConversionResult converted = zoo.Keras.Convert(ConversionTarget.Lce);
        zoo.Check(KerasModel.OnRuntime(converted, zoo.Inputs), besideLce: true);
        foreach (string mode in (string[])["default", "indirect"])
            zoo.Check(KerasModel.OnStock(converted, zoo.Inputs, mode), besideLce: true);
    }

    private sealed record ZooModel(string Name, KerasModel Keras, NumpyArray Inputs, int Binary)
    {
        private const double OfLogits = 1e-4;
        private const double OfLce = 3e-5;

        public static ZooModel Of(string name)
        {
            Shared.Require();
            Assert.SkipUnless(Cpu.Has(CpuFeatures.Avx2), "networks of this size take minutes without AVX2; the tiny ones run on every CPU");
            string model = name == FromFile ? "QuickNetSmall" : name;
            string architecture = Shared.Path("golden", "zoo", "architectures", model + ".config.json");
            var keras = name == FromFile
                ? new KerasModel(architecture) { Weights = Shared.Path("golden", "zoo", "weights-h5-QuickNetSmall", "quicknet_small_weights.h5") }
                : new KerasModel(architecture) { Importer = new FormulaImporter(model) };
            using JsonDocument meta = JsonDocument.Parse(File.ReadAllText(Shared.Path("golden", "zoo", "model-" + model, "meta.json")));
            return new ZooModel(model, keras, Photographs(), meta.RootElement.GetProperty("margins").GetArrayLength());
        }

        public void Check(NumpyArray actual, bool besideLce)
        {
            double[] logits = Recorded("logits")!;
            double[] logarithms = Array.ConvertAll(actual.ToDoubles(), Math.Log);
            int classes = logits.Length / 3;
            Assert.Equal(0, logarithms.Length % classes);
            for (int image = 0; image < logarithms.Length / classes; image++)
            {
                double[] z = logits[(image * classes)..((image + 1) * classes)];
                double mean = z.Average(), deviation = Math.Sqrt(z.Average(v => (v - mean) * (v - mean))), sum = Math.Log(z.Sum(Math.Exp));
                Assert.InRange(Largest(logarithms, Array.ConvertAll(z, v => v - sum), image), 0, OfLogits * deviation);
            }
            if (besideLce && Recorded("lce_probabilities") is { } lce)
                Assert.InRange(Largest(logarithms, Array.ConvertAll(lce[..logarithms.Length], Math.Log), 0), 0, OfLce);
        }

        private static double Largest(double[] actual, double[] expected, int image) =>
            expected.Select((e, i) => Math.Abs(e - actual[(image * expected.Length) + i])).Max();

        private static NumpyArray Photographs()
        {
            string folder = Shared.Path("golden", "zoo", "inputs");
            using JsonDocument meta = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "meta.json")));
            return NumpyArray.Stack([.. meta.RootElement.GetProperty("inputs").EnumerateArray().Select(input => input.ValueKind == JsonValueKind.String
                ? NumpyArray.Load(Path.Combine(folder, input.GetString()!))
                : NumpyArray.Of([224, 224, 3], FormulaWeights.Uniform(input.GetProperty("name").GetString()!, [224, 224, 3], input.GetProperty("lo").GetDouble(), input.GetProperty("hi").GetDouble())))]);
        }

        private double[]? Recorded(string what)
        {
            string file = Shared.Path("golden", "zoo", "model-" + Name, what + ".npy");
            return File.Exists(file) ? NumpyArray.Load(file).ToDoubles() : null;
        }
    }
}
