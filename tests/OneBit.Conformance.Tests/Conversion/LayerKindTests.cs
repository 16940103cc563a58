using OneBit.IR;
using OneBit.Layers;
using OneBit.Passes;
using OneBit.Reference;
using OneBit.Tensors;
using OneBit.TfLite;

namespace OneBit.Conformance;

/// <summary>Each kind of layer with each quantizer and padding, converted, written, read and run: what the plain loops make of the layer as it is imported.</summary>
public sealed class LayerKindTests
{
    /// <summary>Names of the kinds, by target.</summary>
    public static TheoryData<string, ConversionTarget> Kinds => [.. LayerKinds.All.SelectMany(kind => Enum.GetValues<ConversionTarget>().Select(target => (kind.Name, target)))];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_converted_layer_gives_what_the_layer_gives(string name, ConversionTarget target)
    {
        LayerKinds.Kind kind = LayerKinds.All.Single(one => one.Name == name);
        foreach ((string quantizer, Func<Graph, Value, Value> emit) in LayerKinds.Quantizers)
        {
            foreach (string padding in LayerKinds.Paddings.Where(kind.Knows))
            {
                string? difference = Difference(kind, emit, padding, target);
                Assert.True(difference is null, $"{quantizer}, {padding}: {difference}");
            }
        }
    }

    private static string? Difference(LayerKinds.Kind kind, Func<Graph, Value, Value> quantizer, string padding, ConversionTarget target)
    {
        Graph Build() => LayerKinds.Build(kind, quantizer, new SteSign(), padding, LayerKinds.Behind[1].Emit);
        Graph converted = Build();
        PassRunner.Run(converted, target == ConversionTarget.Lce ? Pipelines.ToLce : Pipelines.ToOneBit, new PassOptions());
        Graph read = TfLiteReader.Read(TfLiteWriter.Write(converted), new TfLiteReadOptions { FileName = "converted" });
        Literal[] inputs = [Literal.Of<float>(kind.Input, [.. Enumerable.Range(0, (int)kind.Input.ElementCount).Select(i => MathF.Sin(1.7f * i))])];
        float[] expected = ReferenceExecutor.Run(Build(), inputs, TestContext.Current.CancellationToken)[0].Values<float>().ToArray();
        float[] actual = Executors.Named("runtime, 1 thread").Load(read)(inputs)[0].Values<float>().ToArray();
        float bound = 1e-5f * Math.Max(1, expected.Max(Math.Abs));
        if (expected.Length != actual.Length)
            return $"{actual.Length} numbers where there should be {expected.Length}";
        int wrong = Enumerable.Range(0, expected.Length).FirstOrDefault(i => !(Math.Abs(expected[i] - actual[i]) <= bound), -1);
        return wrong < 0 ? null : $"element {wrong} is {actual[wrong]} and should be {expected[wrong]}";
    }
}
