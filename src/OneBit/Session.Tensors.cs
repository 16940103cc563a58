using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using OneBit.Runtime;
using OneBit.Tensors;

namespace OneBit;

/// <content>Runs over tensors, spans and literals.</content>
public sealed partial class Session
{
    /// <summary>Runs a model with one input and one output of float32.</summary>
    /// <exception cref="ArgumentException">The model has others, or the shape is not the input's.</exception>
    /// <exception cref="InvalidOperationException">Another thread is running this session.</exception>
    public Tensor<float> Run(Tensor<float> input, CancellationToken cancellationToken = default) => Run<float, float>(input, cancellationToken);

    /// <summary>Runs a model with one input and one output.</summary>
    /// <inheritdoc cref="Run(Tensor{float}, CancellationToken)"/>
    public Tensor<TOutput> Run<TInput, TOutput>(Tensor<TInput> input, CancellationToken cancellationToken = default)
        where TInput : unmanaged
        where TOutput : unmanaged
    {
        Check.OneOutput(Model.Outputs);
        return Run<TInput, TOutput>([input], cancellationToken)[0];
    }

    /// <summary>Runs a model of float32; inputs and outputs in the model's order.</summary>
    /// <inheritdoc cref="Run(Tensor{float}, CancellationToken)"/>
    public IReadOnlyList<Tensor<float>> Run(IReadOnlyList<Tensor<float>> inputs, CancellationToken cancellationToken = default) =>
        Run<float, float>(inputs, cancellationToken);

    /// <summary>Runs a model of float32; inputs and outputs by name.</summary>
    /// <inheritdoc cref="Run(Tensor{float}, CancellationToken)"/>
    public IReadOnlyDictionary<string, Tensor<float>> Run(IReadOnlyDictionary<string, Tensor<float>> inputs, CancellationToken cancellationToken = default) =>
        ByName(Run<float, float>(InOrder(inputs), cancellationToken));

    /// <summary>Runs a model; inputs and outputs in the model's order.</summary>
    /// <inheritdoc cref="Run(Tensor{float}, CancellationToken)"/>
    public IReadOnlyList<Tensor<TOutput>> Run<TInput, TOutput>(IReadOnlyList<Tensor<TInput>> inputs, CancellationToken cancellationToken = default)
        where TInput : unmanaged
        where TOutput : unmanaged
    {
        ArgumentNullException.ThrowIfNull(inputs);
        foreach (TensorInfo info in Model.Outputs)
            Check.Element<TOutput>(info);
        Enter();
        try
        {
            Runner ready = RunnerFor([.. inputs.Select(Dimensions)]);
            for (int i = 0; i < inputs.Count; i++)
            {
                Check.Element<TInput>(Model.Inputs[i]);
                inputs[i].FlattenTo(MemoryMarshal.Cast<byte, TInput>(ready.Input(i)));
            }
            ready.Run(cancellationToken);
            return [.. Enumerable.Range(0, Model.Outputs.Count).Select(i => ToTensor<TOutput>(ready, i))];
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Runs a model with one input and one output over the caller's memory: elements in row-major order, nothing is allocated.</summary>
    /// <inheritdoc cref="Run(Tensor{float}, CancellationToken)"/>
    public void Run(ReadOnlySpan<float> input, Span<float> output, CancellationToken cancellationToken = default) =>
        Run<float, float>(input, output, cancellationToken);

    /// <inheritdoc cref="Run(ReadOnlySpan{float}, Span{float}, CancellationToken)"/>
    public void Run<TInput, TOutput>(ReadOnlySpan<TInput> input, Span<TOutput> output, CancellationToken cancellationToken = default)
        where TInput : unmanaged
        where TOutput : unmanaged
    {
        Check.Count(1, Model.Inputs);
        Check.OneOutput(Model.Outputs);
        Enter();
        try
        {
            Span<TInput> target = Input<TInput>(0);
            Check.Length(input.Length, target.Length, Model.Inputs[0]);
            input.CopyTo(target);
            Ready().Run(cancellationToken);
            ReadOnlySpan<TOutput> result = Output<TOutput>(0);
            Check.Length(output.Length, result.Length, Model.Outputs[0]);
            result.CopyTo(output);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Runs on a thread of the pool. The input must not change before the task ends.</summary>
    /// <inheritdoc cref="Run(Tensor{float}, CancellationToken)"/>
    public Task<Tensor<float>> RunAsync(Tensor<float> input, CancellationToken cancellationToken = default) =>
        Task.Run(() => Run(input, cancellationToken), cancellationToken);

    /// <summary>Runs on a thread of the pool, over the caller's memory, which must not be touched before the task ends.</summary>
    /// <inheritdoc cref="Run(Tensor{float}, CancellationToken)"/>
    public Task RunAsync(ReadOnlyMemory<float> input, Memory<float> output, CancellationToken cancellationToken = default) =>
        Task.Run(() => Run(input.Span, output.Span, cancellationToken), cancellationToken);

    /// <summary>Runs a model with elements of any type; inputs and outputs in the model's order. For tools.</summary>
    /// <inheritdoc cref="Run(Tensor{float}, CancellationToken)"/>
    public IReadOnlyList<Literal> Run(IReadOnlyList<Literal> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Enter();
        try
        {
            Runner ready = RunnerFor([.. inputs.Select(input => input.Type.Shape)]);
            for (int i = 0; i < inputs.Count; i++)
            {
                Check.Type(inputs[i].Type, Model.Inputs[i]);
                inputs[i].Bytes.Span.CopyTo(ready.Input(i));
            }
            ready.Run(cancellationToken);
            return [.. Enumerable.Range(0, Model.Outputs.Count).Select(i => new Literal(ready.OutputTypes[i], ready.Output(i).ToArray()))];
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Runs a model with elements of any type; inputs and outputs by name. For tools.</summary>
    /// <inheritdoc cref="Run(Tensor{float}, CancellationToken)"/>
    public IReadOnlyDictionary<string, Literal> Run(IReadOnlyDictionary<string, Literal> inputs, CancellationToken cancellationToken = default) =>
        ByName(Run(InOrder(inputs), cancellationToken));

    private static Shape Dimensions<T>(Tensor<T> tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var dimensions = new int[tensor.Rank];
        for (int i = 0; i < dimensions.Length; i++)
            dimensions[i] = checked((int)tensor.Lengths[i]);
        return Shape.Create(dimensions);
    }

    private static Tensor<T> ToTensor<T>(Runner runner, int index)
        where T : unmanaged
    {
        T[] values = MemoryMarshal.Cast<byte, T>(runner.Output(index)).ToArray();
        nint[] lengths = [.. runner.OutputTypes[index].StoredShape.Select(d => (nint)d)];
        return Tensor.Create(values, lengths);
    }

    private IReadOnlyList<T> InOrder<T>(IReadOnlyDictionary<string, T> inputs)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Check.Count(inputs.Count, Model.Inputs);
        var ordered = new T?[inputs.Count];
        foreach ((string name, T value) in inputs)
            ordered[TensorInfos.IndexOf(Model.Inputs, name, "input")] = value;
        return [.. ordered.Select((value, i) => value ?? throw new ArgumentException($"{Model.Inputs[i]} was not given", nameof(inputs)))];
    }

    private Dictionary<string, T> ByName<T>(IReadOnlyList<T> outputs)
    {
        var named = new Dictionary<string, T>(StringComparer.Ordinal);
        for (int i = 0; i < outputs.Count; i++)
            named[Model.Outputs[i].SignatureName ?? Model.Outputs[i].Name] = outputs[i];
        return named;
    }
}
