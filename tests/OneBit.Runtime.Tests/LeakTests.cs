using System.Runtime.CompilerServices;
using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime.Tests;

/// <summary>Counts live buffers, so nothing else may run meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}

[Collection(AloneCollection.Name)]
public sealed class LeakTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Disposed_models_and_sessions_hold_no_buffers(int threads)
    {
        Use(threads);
        int before = Collected();
        (Model Model, Session Session)[] disposed = [.. Enumerable.Range(0, 4).Select(_ => Use(threads))];
        Assert.Equal(before, Collected());
        GC.KeepAlive(disposed);
    }

    [Fact]
    public void A_session_holds_its_arena_while_it_lives()
    {
        Use(1);
        int before = Collected();
        using Model model = Model.FromGraph(Dense());
        using Session session = model.CreateSession();
        Assert.True(Collected() > before, "the count misses buffers");
        GC.KeepAlive(session);
    }

    // Not inlined, so that no local of the caller keeps a buffer.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Model Model, Session Session) Use(int threads)
    {
        Model model = Model.FromGraph(Dense());
        Session session = model.CreateSession(new SessionOptions { Threads = threads });
        session.Run([Literal.Of<float>([3, 8], new float[24])], TestContext.Current.CancellationToken);
        session.Dispose();
        model.Dispose();
        return (model, session);
    }

    private static Graph Dense()
    {
        var graph = new Graph();
        Value x = graph.AddInput(new TensorType(DType.Float32, [3, 8]));
        graph.SetOutputs(graph.Emit(new FullyConnected(), x, graph.Emit(Literal.Of<float>([5, 8], new float[40])), null));
        return graph;
    }

    private static int Collected()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return AlignedBuffer.LiveCount;
    }
}
