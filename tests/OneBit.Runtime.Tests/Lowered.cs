using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Runtime.Tests;

/// <summary>The fast paths of a graph against its plain loops, with one and two threads.</summary>
internal static class Lowered
{
    /// <summary>Runs a graph as plain loops and as steps, none of which is a plain loop; integers must be equal, floats within the tolerance.</summary>
    public static void Compare(Graph graph, Values values, float tolerance)
    {
        using var model = Model.FromGraph(graph);
        Literal[] inputs = [.. model.Graph.Inputs.Select(input => values.Floats(input.Type.Shape))];
        using Session reference = model.CreateSession(new SessionOptions { Executor = Executor.Reference });
        IReadOnlyList<Literal> expected = reference.Run(inputs);
        foreach (int threads in new[] { 1, 2 })
        {
            using Session session = model.CreateSession(new SessionOptions { Threads = threads });
            Assert.NotNull(session.Plan);
            Assert.All(session.Plan.Steps, step => Assert.NotEqual("reference", step.Kernel));
            IReadOnlyList<Literal> actual = session.Run(inputs);
            for (int i = 0; i < expected.Count; i++)
                Same(expected[i], actual[i], tolerance);
        }
    }

    private static void Same(Literal expected, Literal actual, float tolerance)
    {
        Assert.Equal(expected.Type, actual.Type);
        if (expected.Type.Element != DType.Float32)
        {
            Assert.Equal(expected.Bytes.ToArray(), actual.Bytes.ToArray());
            return;
        }
        ReadOnlySpan<float> e = expected.Values<float>();
        ReadOnlySpan<float> a = actual.Values<float>();
        for (int i = 0; i < e.Length; i++)
            Assert.True(MathF.Abs(e[i] - a[i]) <= tolerance, $"[{i}] {a[i]} instead of {e[i]}");
    }
}
