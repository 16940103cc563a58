using OneBit.IR;
using OneBit.Tensors;

namespace OneBit.Conformance;

/// <summary>Something that runs models: what the recorded cases are checked against. A row in <see cref="Executors.All"/>.</summary>
internal interface IExecutor
{
    /// <summary>Name in the names of tests.</summary>
    string Name { get; }

    /// <summary>Prepares a model, and gives a function that runs it once.</summary>
    Func<IReadOnlyList<Literal>, IReadOnlyList<Literal>> Load(Graph model);
}
