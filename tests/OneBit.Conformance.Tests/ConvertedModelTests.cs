using OneBit.IR;
using OneBit.Testing;

namespace OneBit.Conformance;

/// <summary>Files that Larq Compute Engine's converter wrote for many small models (family convert), and hand-built ones of the same format (unipolar-form).</summary>
public sealed class ConvertedModelTests
{
    /// <summary>The model that the reader refuses.</summary>
    internal const string Refused = "refused_per_pixel_scale";

    /// <summary>Executor and case.</summary>
    public static TheoryData<string, string> Converted => Rows.Of(ModelCase.Named("convert", "lce.tflite").Where(n => n != Refused));

    /// <summary>Executor and case.</summary>
    public static TheoryData<string, string> Unipolar => Rows.Of(ModelCase.Named("unipolar-form", "lce.tflite"));

    [Theory]
    [MemberData(nameof(Converted))]
    public void Converted_model_gives_the_recorded_outputs(string executor, string name) => Check(executor, "convert", name);

    [Theory]
    [MemberData(nameof(Unipolar))]
    public void Unipolar_form_gives_the_recorded_outputs(string executor, string name) => Check(executor, "unipolar-form", name);

    [Fact]
    public void Multiplier_that_is_no_channel_vector_is_refused()
    {
        string file = ModelCase.Of("convert", Refused).Model;
        Assert.Throws<ModelFormatException>(() => Models.Read(file));
    }

    private static void Check(string executor, string family, string name)
    {
        Shared.Require();
        ModelCase one = ModelCase.Of(family, name);
        Graph graph = Models.Read(one.Model);
        IReadOnlyList<NumpyArray> actual = one.Outputs(graph, Executors.Run(executor, graph, one.Inputs(graph)));
        IReadOnlyList<NumpyArray> expected = Expected(one, name);
        Assert.Equal(expected.Count, actual.Count);
        string? difference = null;
        for (int k = 0; k < actual.Count; k++)
            difference ??= Tolerance.OfLargest(expected[k], 1e-5).Difference(actual[k], expected[k], new HashSet<int>());
        KnownDifferences.Check(executor, $"{family}/{name}", difference);
    }

    // LCE's default kernels are wrong where a zero-padded filter is larger than the image, its reference kernel is right; a model that no mode runs is compared with Keras.
    private static IReadOnlyList<NumpyArray> Expected(ModelCase one, string name)
    {
        bool largerFilter = name is "bconv_k3_32to8_same0_bn_after_2px" or "bconv_k3_d4_32to8_same0_8px";
        if (!one.Has("lce_out_0.npy"))
            return one.Arrays("keras_out");
        return one.Arrays("lce_out", largerFilter ? i => $"lce_out_{i}_reference.npy" : null);
    }
}
