using System.Runtime.InteropServices;
using OneBit.IR;
using OneBit.Tensors;
using OneBit.Testing;
using Xunit;

namespace OneBit.TfLite.Tests;

/// <summary>Every recorded model is read, and is the same graph after it was written and read again.</summary>
public sealed class ReadTests
{
    /// <summary>Recorded models that stock LCE refuses too, or that use what the graph cannot say; with the reason that the message has to give.</summary>
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["convert/refused_per_pixel_scale/lce.tflite"] = "of rank 1",
        ["ops/CONV_2D/010.tflite"] = "the model says f32[]",
        ["ops/CONV_2D/011.tflite"] = "the model says f32[]",
    };

    public static TheoryData<string> Models => Recorded.Models;

    /// <summary>True for recorded models that are refused.</summary>
    public static bool IsRefused(string path) => Refused.ContainsKey(path);

    [Theory]
    [MemberData(nameof(Models))]
    public void A_recorded_model_is_the_same_graph_after_it_was_written(string path)
    {
        Shared.Require();
        byte[] bytes = Recorded.Bytes(path);
        if (Refused.TryGetValue(path, out string? reason))
        {
            Assert.Contains(reason, Assert.ThrowsAny<ModelFormatException>(() => TfLiteReader.Read(bytes)).Message, StringComparison.Ordinal);
            return;
        }
        Graph graph = TfLiteReader.Read(bytes);
        byte[] written = TfLiteWriter.Write(graph);
        GraphEquality.AssertSame(graph, TfLiteReader.Read(written));
        Assert.Equal(written, TfLiteWriter.Write(TfLiteReader.Read(written)));
    }

    [Fact]
    public void Constants_are_views_of_the_file()
    {
        byte[] bytes = Recorded.Bytes("ops/LceBconv2d/000.tflite");
        Graph graph = TfLiteReader.Read(bytes);
        foreach (Constant constant in graph.Nodes.Select(n => n.Op).OfType<Constant>())
        {
            Assert.True(MemoryMarshal.TryGetArray(constant.Value.Bytes, out ArraySegment<byte> segment));
            Assert.Same(bytes, segment.Array);
        }
    }

    [Fact]
    public void Open_heights_and_widths_stay_open()
    {
        Graph graph = TfLiteReader.Read(Recorded.Bytes("convert/refused_dynamic_hw_same1/lce.tflite"));
        Assert.Equal([1, Shape.Unknown, Shape.Unknown, 16], graph.Inputs[0].Type.Shape);
        Assert.Equal([Shape.Unknown, Shape.Unknown, Shape.Unknown, 8], graph.Outputs[0].Type.Shape);
    }
}
