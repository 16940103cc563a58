using System.Collections;
using OneBit.Tensors;

namespace OneBit.Runtime.Tests;

public sealed class ConcurrentSessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_thread_is_refused_while_a_session_runs_and_served_afterwards()
    {
        using var model = Model.FromGraph(Models.SumAndDifference());
        using Session session = model.CreateSession();
        Literal[] inputs = [Literal.Vector(1f, 2f), Literal.Vector(3f, 5f)];
        using var held = new HeldInputs(inputs);
        Task<IReadOnlyList<Literal>> first = Task.Run(() => session.Run(held, Token), Token);
        Assert.True(held.Reached.Wait(Patience, Token));

        var refused = Assert.Throws<InvalidOperationException>(() => session.Run(inputs, Token));
        Assert.Contains("one thread at a time", refused.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => session.Run(Token));

        held.Go.Set();
        float[] sums = Floats((await first)[0]);
        Assert.Equal([4f, 7f], sums);
        Assert.Equal([-2f, -3f], Floats(session.Run(inputs, Token)[1]));
    }

    [Fact]
    public async Task Disposing_a_session_that_runs_lets_the_run_end()
    {
        using var model = Model.FromGraph(Models.SumAndDifference());
        Session session = model.CreateSession();
        using var held = new HeldInputs([Literal.Vector(1f, 2f), Literal.Vector(3f, 5f)]);
        Task<IReadOnlyList<Literal>> run = Task.Run(() => session.Run(held, Token), Token);
        Assert.True(held.Reached.Wait(Patience, Token));
        session.Dispose();
        held.Go.Set();
        float[] sums = Floats((await run)[0]);
        Assert.Equal([4f, 7f], sums);
        Assert.Throws<ObjectDisposedException>(() => session.Run(Token));
    }

    private static float[] Floats(Literal literal) => literal.Values<float>().ToArray();

    /// <summary>Inputs that hold the run which reads them until told to go on.</summary>
    private sealed class HeldInputs(IReadOnlyList<Literal> inputs) : IReadOnlyList<Literal>, IDisposable
    {
        public ManualResetEventSlim Reached { get; } = new();

        public ManualResetEventSlim Go { get; } = new();

        public int Count => inputs.Count;

        public Literal this[int index] => inputs[index];

        public IEnumerator<Literal> GetEnumerator()
        {
            Reached.Set();
            Assert.True(Go.Wait(Patience, Token));
            return inputs.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public void Dispose()
        {
            Reached.Dispose();
            Go.Dispose();
        }
    }
}
