using OneBit.IR;
using OneBit.Reference;
using OneBit.Tensors;

namespace OneBit.Conformance;

/// <summary>The plain loops.</summary>
internal sealed class ReferenceLoops : IExecutor
{
    /// <inheritdoc/>
    public string Name => "reference";

    /// <inheritdoc/>
    public Func<IReadOnlyList<Literal>, IReadOnlyList<Literal>> Load(Graph model) => inputs => ReferenceExecutor.Run(model, inputs, TestContext.Current.CancellationToken);
}
