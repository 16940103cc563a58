using OneBit.IR;
using OneBit.Reference;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Copies of a graph, with its own or with other input shapes.</summary>
public static class GraphShapes
{
    /// <summary>The same graph over new nodes.</summary>
    public static Graph Copy(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return WithInputs(graph, InputsOf(graph));
    }

    /// <summary>
    /// The graph for inputs of the given shapes: all other shapes are inferred anew, and integers that only depend on shapes become constants.
    /// Where nothing but the leading dimension of inputs changes, it is a batch: constant shapes of reshapes follow it, and every tensor must scale with it.
    /// </summary>
    /// <exception cref="UnsupportedModelException">An op does not fit the new shapes, or mixes the batch with other dimensions; the message names it.</exception>
    public static Graph WithInputs(Graph graph, IReadOnlyList<Shape> shapes)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(shapes);
        return new Copier(graph, shapes).Run();
    }

    private static Shape[] InputsOf(Graph graph)
    {
        var shapes = new Shape[graph.Inputs.Count];
        for (int i = 0; i < shapes.Length; i++)
            shapes[i] = graph.Inputs[i].Type.Shape;
        return shapes;
    }

    private static bool Changes(Graph graph, IReadOnlyList<Shape> shapes)
    {
        if (shapes.Count != graph.Inputs.Count)
            return true;
        for (int i = 0; i < shapes.Count; i++)
        {
            if (graph.Inputs[i].Type.Shape != shapes[i])
                return true;
        }
        return false;
    }

    private sealed class Copier(Graph graph, IReadOnlyList<Shape> shapes)
    {
        private readonly Dictionary<Value, Value> copies = [];
        private readonly BatchChange? batch = BatchChange.Between(InputsOf(graph), shapes);
        private readonly bool changes = Changes(graph, shapes);
        private readonly Graph copy = new(graph.Name) { Description = graph.Description };

        public Graph Run()
        {
            foreach (var entry in graph.Metadata)
                copy.Metadata.Add(entry);
            foreach (Signature signature in graph.Signatures)
                copy.Signatures.Add(signature);
            for (int i = 0; i < shapes.Count; i++)
                copies.Add(graph.Inputs[i], copy.AddInput(graph.Inputs[i].Type with { Shape = shapes[i] }, graph.Inputs[i].Name));
            batch?.Follow(graph.Inputs, shapes);
            foreach (Node node in graph.Nodes)
                Add(node);
            copy.SetOutputs([.. graph.Outputs.Select(output => copies[output])]);
            return copy;
        }

        private void Add(Node node)
        {
            Value?[] operands = [.. node.Operands.Select(operand => operand is null ? null : copies[operand])];
            Op op = batch is null ? node.Op : batch.Adapt(node, copy, operands);
            TensorType[] declared = [.. node.Results.Select(result => Declared(node, result))];
            Node added;
            copy.Origins = node.Origins;
            try
            {
                added = copy.Add(op, operands, declared);
            }
            catch (ModelFormatException e) when (changes)
            {
                throw DoesNotFit(node, e.Message);
            }
            bool folded = changes && Folds(added);
            IReadOnlyList<Value> results = folded ? Fold(added) : added.Results;
            for (int i = 0; i < results.Count; i++)
            {
                results[i].Name = node.Results[i].Name;
                copies.Add(node.Results[i], results[i]);
            }
            if (!folded && batch?.Check(node, added) is { } problem)
                throw DoesNotFit(node, problem);
        }

        private TensorType Declared(Node node, Value result)
        {
            if (!changes || node.Op is Constant)
                return result.Type;
            int[] open = new int[result.Type.Shape.Rank];
            Array.Fill(open, Shape.Unknown);
            return result.Type with { Shape = Shape.Create(open) };
        }

        private static bool Folds(Node node) =>
            node.Op is not Constant
            && node.Results.All(result => result.Type.Element is DType.Int32 or DType.Int64 && result.Type.Shape.Rank <= 1)
            && (node.Op is ShapeOf ? node.Operands[0]!.Type.Shape.IsStatic : node.Operands.All(operand => operand is null || operand.Constant is not null));

        private IReadOnlyList<Value> Fold(Node node)
        {
            IReadOnlyList<Literal> values = node.Op is ShapeOf
                ? [Dimensions(node.Operands[0]!.Type.Shape, node.Results[0].Type)]
                : ReferenceExecutor.Evaluate(node.Op, [.. node.Operands.Select(operand => operand?.Constant)], [.. node.Results.Select(result => result.Type)]);
            return [.. values.Select(value => copy.Emit(value))];
        }

        private static Literal Dimensions(Shape shape, TensorType type)
        {
            type = type with { Shape = [shape.Rank] };
            return type.Element == DType.Int64
                ? Literal.Of<long>(type, [.. shape.Select(d => (long)d)])
                : Literal.Of<int>(type, [.. shape]);
        }

        private static string? NameOf(Node node) => node.Results.Count > 0 ? node.Results[0].Name : null;

        private UnsupportedModelException DoesNotFit(Node node, string problem) => new(
            $"the model cannot run with inputs {string.Join(", ", shapes)}: {node.Op.Schema.Name} '{NameOf(node)}': {problem}",
            node.Op.Schema.Name)
        {
            OpName = node.Op.Schema.Name,
            TensorName = NameOf(node),
        };
    }
}
