using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Conformance;

/// <summary>Sessions of the runtime, with compiled steps and the kernels of this CPU.</summary>
internal sealed class Sessions(int threads) : IExecutor
{
    /// <inheritdoc/>
    public string Name => $"runtime, {threads} {(threads == 1 ? "thread" : "threads")}";

    /// <inheritdoc/>
    public Func<IReadOnlyList<Literal>, IReadOnlyList<Literal>> Load(Graph model)
    {
        var loaded = Model.FromGraph(model);
        return inputs =>
        {
            using Session session = loaded.CreateSession(new SessionOptions { Threads = threads });
            return session.Run(inputs, TestContext.Current.CancellationToken);
        };
    }
}
