using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Lowers the nodes to steps, decides which tensors share memory, and places them.</summary>
internal sealed class PlanBuilder
{
    private readonly Graph graph;
    private readonly Dictionary<Value, Slot> slots = [];
    private readonly List<TensorType> types = [];
    private readonly List<Literal?> constants = [];
    private readonly List<Step> steps = [];
    private readonly SharedBuffers buffers = new();
    private readonly long maxMemory;
    private readonly KernelChoices choices;
    private readonly Rehearsal? rehearsal;

    /// <exception cref="ModelFormatException">A single tensor needs more than <paramref name="maxMemory"/>.</exception>
    public PlanBuilder(Graph graph, IReadOnlyList<Lowering> lowerings, long maxMemory, KernelChoices choices, Rehearsal? rehearsal)
    {
        this.graph = graph;
        this.choices = choices;
        this.rehearsal = rehearsal;
        this.maxMemory = Math.Min(maxMemory, Array.MaxLength - AlignedBuffer.Alignment);
        foreach (Value input in graph.Inputs)
            Add(input);
        foreach (Node node in graph.Nodes)
        {
            foreach (Value result in node.Results)
                Add(result);
            if (node.Op is not Constant)
                Lower(node, lowerings);
        }
    }

    public ExecutionPlan Build()
    {
        ShareBuffers();
        BufferLifetime[] lifetimes = buffers.Lifetimes(types, Uses(), out int[] bufferOfSlot);
        (long[] offsets, long size) = MemoryPlanner.Place(lifetimes);
        if (size > maxMemory)
            throw TooLarge(size);
        var places = new Place[types.Count];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = constants[i] is { } constant
                ? new Place(0, 0, constant)
                : new Place(bufferOfSlot[i] < 0 ? 0 : (int)offsets[bufferOfSlot[i]], (int)types[i].SizeInBytes, Constant: null);
        }
        return new ExecutionPlan(steps, places, (int)size)
        {
            Graph = graph,
            LiveBytes = [.. steps.Select((_, i) => MemoryPlanner.Live(lifetimes, i))],
            InputTypes = [.. graph.Inputs.Select(value => value.Type)],
            OutputTypes = [.. graph.Outputs.Select(value => value.Type)],
            Inputs = [.. graph.Inputs.Select(value => slots[value])],
            Outputs = [.. graph.Outputs.Select(value => slots[value])],
        };
    }

    private void Add(Value value)
    {
        if (value.Constant is null && value.Type.SizeInBytes > maxMemory)
            throw TooLarge(value.Type.SizeInBytes);
        slots.Add(value, new Slot(types.Count));
        types.Add(value.Type);
        constants.Add(value.Constant);
        buffers.Add();
    }

    private void Lower(Node node, IReadOnlyList<Lowering> lowerings)
    {
        var lowered = new LoweredNode(node, slots) { Choices = choices };
        Step step = FastStep(node, lowered, lowerings) ?? new ReferenceStep(lowered);
        if (step is AliasStep && lowered.IsConstant(0))
        {
            constants[lowered.Result(0).Index] = lowered.Constant(0)!.As(node.Results[0].Type);
            return;
        }
        if (step is AliasStep)
        {
            buffers.Join(lowered.Result(0), lowered.Operand(0));
            return;
        }
        step.Op = node.Op.Schema.Name;
        step.Name = node.Results.Count > 0 ? node.Results[0].Name ?? string.Empty : string.Empty;
        step.Reads = SlotsOf(node.Operands);
        step.Writes = SlotsOf(node.Results);
        steps.Add(step);
        rehearsal?.Add(step, node, slots);
    }

    private List<Slot> SlotsOf(IReadOnlyList<Value?> values)
    {
        var found = new List<Slot>(values.Count);
        foreach (Value? value in values)
        {
            if (value is { Constant: null })
                found.Add(slots[value]);
        }
        return found;
    }

    // Kernels want at least one element; plain loops do not mind.
    private static Step? FastStep(Node node, LoweredNode lowered, IReadOnlyList<Lowering> lowerings)
    {
        bool isEmpty = node.Results.Any(IsEmpty) || node.Operands.Any(operand => operand is not null && IsEmpty(operand));
        return isEmpty ? null : lowerings.Where(row => row.Op == node.Op.GetType()).Select(row => row.Lower(lowered)).FirstOrDefault(made => made is not null);
    }

    private static bool IsEmpty(Value value) => value.Type.Shape.IsEmpty;

    // Elementwise steps write over an operand that nothing needs afterwards.
    private void ShareBuffers()
    {
        (int First, int Last)[] uses = Uses();
        for (int i = 0; i < steps.Count; i++)
        {
            if (!steps[i].MayOverwriteOperand)
                continue;
            Slot result = steps[i].Writes[0];
            foreach (Slot operand in steps[i].Reads)
            {
                if (constants[operand.Index] is null && types[operand.Index].SizeInBytes == types[result.Index].SizeInBytes && buffers.LastUse(operand, uses) == i)
                {
                    buffers.Join(result, operand);
                    break;
                }
            }
        }
    }

    /// <summary>First and last step that touches each slot. Inputs are kept from run to run, outputs to the end.</summary>
    private (int First, int Last)[] Uses()
    {
        var uses = new (int First, int Last)[types.Count];
        foreach (ref (int First, int Last) use in uses.AsSpan())
            use = (int.MaxValue, -1);
        for (int i = 0; i < steps.Count; i++)
        {
            Use(uses, steps[i].Reads, i);
            Use(uses, steps[i].Writes, i);
        }
        foreach (Value input in graph.Inputs)
            uses[slots[input].Index] = (0, steps.Count);
        foreach (Value output in graph.Outputs.Where(output => constants[slots[output].Index] is null))
            uses[slots[output].Index] = (Math.Min(uses[slots[output].Index].First, steps.Count), steps.Count);
        return uses;
    }

    private void Use((int First, int Last)[] uses, IReadOnlyList<Slot> touched, int step)
    {
        foreach (Slot slot in touched)
        {
            if (constants[slot.Index] is null)
                uses[slot.Index] = (Math.Min(uses[slot.Index].First, step), Math.Max(uses[slot.Index].Last, step));
        }
    }

    private ModelFormatException TooLarge(long size)
    {
        // Something takes memory, so there is a largest value.
        Value largest = graph.Inputs.Concat(graph.Nodes.Where(node => node.Op is not Constant).SelectMany(node => node.Results)).MaxBy(value => value.Type.SizeInBytes)!;
        string op = largest.Op?.Schema.Name ?? "the input";
        return new ModelFormatException($"the tensors of the model need {size} bytes at once, {maxMemory} are allowed (ModelOptions.MaxMemory); the largest is {largest} of {op}")
        {
            OpName = largest.Op?.Schema.Name,
            TensorName = largest.Name,
            Expected = $"at most {maxMemory} bytes",
            Actual = $"{size} bytes",
        };
    }
}
