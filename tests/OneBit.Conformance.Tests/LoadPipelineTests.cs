using OneBit.IR;
using OneBit.Passes;
using OneBit.Reference;
using OneBit.Tensors;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>What loading does to recorded models: no bit of a result changes once subnormal constants are read as zero, and a second run finds nothing to do.</summary>
public sealed class LoadPipelineTests
{
    /// <summary>Cases of single ops.</summary>
    public static TheoryData<string> Ops => [.. OpCase.All.Keys.DefaultIfEmpty("recorded data is absent")];

    /// <summary>Models of Larq Compute Engine's converter.</summary>
    public static TheoryData<string> Converted => [.. ModelCase.Named("convert", "lce.tflite").Where(n => n != ConvertedModelTests.Refused).DefaultIfEmpty("recorded data is absent")];

    [Theory]
    [MemberData(nameof(Ops))]
    public void Loading_an_op_changes_no_bit(string name)
    {
        Shared.Require();
        OpCase one = OpCase.All[name];
        Check(one.Model, _ => [.. one.Inputs.Select(NumpyArray.Load)]);
    }

    [Theory]
    [MemberData(nameof(Converted))]
    public void Loading_a_converted_model_changes_no_bit(string name)
    {
        Shared.Require();
        ModelCase one = ModelCase.Of("convert", name);
        Check(one.Model, one.Inputs);
    }

    private static void Check(string model, Func<Graph, IReadOnlyList<NumpyArray>> inputsOf)
    {
        Graph asRead = Models.Read(model), loaded = Models.Read(model);
        var eachStep = new PassOptions { VerifyEachStep = true };
        PassTrace trace = PassRunner.Run(loaded, Pipelines.Load, eachStep, TestContext.Current.CancellationToken);
        Assert.Empty(PassRunner.Run(loaded, Pipelines.Load, eachStep, TestContext.Current.CancellationToken).Steps);
        PassRunner.Run(asRead, [FlushSubnormals.Pass], eachStep, TestContext.Current.CancellationToken);
        Assert.Equal(asRead.Outputs.Select(o => (o.Name, o.Type)), loaded.Outputs.Select(o => (o.Name, o.Type)));
        Literal[] inputs = [.. inputsOf(asRead).Zip(asRead.Inputs, (array, input) => array.Sample(0, input.Type))];
        IReadOnlyList<Literal> expected = Run(asRead, inputs), actual = Run(loaded, inputs);
        for (int i = 0; i < expected.Count; i++)
            Assert.True(SameBits(expected[i], actual[i]), $"output {i} differs behind {string.Join(", ", trace.Steps)}");
    }

    private static IReadOnlyList<Literal> Run(Graph graph, Literal[] inputs) => ReferenceExecutor.Run(graph, inputs, TestContext.Current.CancellationToken);

    // Which NaN comes out is not defined.
    private static bool SameBits(Literal x, Literal y)
    {
        if (x.Type != y.Type || x.Type.Element != DType.Float32)
            return x.ContentEquals(y);
        ReadOnlySpan<float> left = x.Values<float>(), right = y.Values<float>();
        for (int i = 0; i < left.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(left[i]) != BitConverter.SingleToInt32Bits(right[i]) && !(float.IsNaN(left[i]) && float.IsNaN(right[i])))
                return false;
        }
        return true;
    }
}
