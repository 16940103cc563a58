using OneBit.IR;
using OneBit.Tensors;
using OneBit.TfLite.Codecs;
using OneBit.TfLite.FlatBuffers;
using OneBit.TfLite.Schema;

namespace OneBit.TfLite.Reading;

/// <summary>One operator of the file while it is being translated: its options, operands and results.</summary>
internal sealed class OperatorReader(GraphReader model, FileOperator source)
{
    /// <summary>The graph that is being built.</summary>
    public Graph Graph => model.Graph;

    /// <summary>True where operand <paramref name="index"/> is given.</summary>
    public bool HasOperand(int index) => index < source.Inputs.Length && source.Inputs[index] >= 0;

    /// <summary>The operand as a value like any other; null where it is absent. Bits are shown as int32 words.</summary>
    public Value? Operand(int index) => HasOperand(index) ? model.Values.Read(source.Inputs[index]) : null;

    /// <summary>The operand as bits; null where it is absent.</summary>
    /// <param name="index">Which operand.</param>
    /// <param name="channels">The number of channels; null: as many as its producer knows of, or else all bits of its words.</param>
    public Value? Bits(int index, int? channels) => HasOperand(index) ? model.Values.ReadBits(source.Inputs[index], channels) : null;

    /// <summary>The stored shape of an operand; null where it is absent.</summary>
    public Shape? OperandShape(int index) => HasOperand(index) ? model.Values.Tensor(source.Inputs[index]).Type.Shape : null;

    /// <summary>The file's description of result <paramref name="index"/>.</summary>
    public FileTensor Result(int index) =>
        index < source.Outputs.Length ? model.Values.Tensor(source.Outputs[index]) : throw new ModelFormatException($"has {source.Outputs.Length} outputs: convert the model again");

    /// <summary>Number of operands, absent ones included.</summary>
    public int OperandCount => source.Inputs.Length;

    /// <summary>Checks the number of tensors of a custom operator whose last operands are optional; it has one result.</summary>
    public void ExpectBetween(int least, int most)
    {
        if (source.Inputs.Length < least || source.Inputs.Length > most || source.Outputs.Length != 1)
        {
            throw new ModelFormatException($"has {source.Inputs.Length} inputs and {source.Outputs.Length} outputs instead of {least} to {most} and 1: convert the model again")
            {
                Expected = $"{least} to {most} and 1",
                Actual = $"{source.Inputs.Length} and {source.Outputs.Length}",
            };
        }
    }

    /// <summary>Checks the number of tensors of a custom operator.</summary>
    public void Expect(int operands, int results)
    {
        if (source.Inputs.Length != operands || source.Outputs.Length != results)
        {
            throw new ModelFormatException($"has {source.Inputs.Length} inputs and {source.Outputs.Length} outputs instead of {operands} and {results}: convert the model again")
            {
                Expected = $"{operands} and {results}",
                Actual = $"{source.Inputs.Length} and {source.Outputs.Length}",
            };
        }
    }

    /// <summary>The options of a builtin operator, which are of kind <paramref name="kind"/>.</summary>
    public OptionReader Options(OptionsTable kind, bool required)
    {
        int stored = source.Table.UInt8(Fields.OperatorOptionsType);
        bool present = stored != 0 && source.Table.Has(Fields.OperatorOptions);
        if (required && !present)
            throw source.Table.Error("has no options, which it needs: convert the model again", Fields.OperatorOptions, $"{kind} options", "none");
        if (kind == OptionsTable.None || !present)
            return default;
        if (stored != (int)kind)
        {
            string found = Enum.IsDefined((OptionsTable)stored) ? $"{(OptionsTable)stored}" : $"number {stored}";
            throw source.Table.Error($"has options of another operator, {found} instead of {kind}: convert the model again", Fields.OperatorOptionsType, $"{kind}", found);
        }
        return new OptionReader(source.Table.Table(Fields.OperatorOptions));
    }

    /// <summary>The options of a custom operator.</summary>
    public CustomOptions CustomOptions()
    {
        if (source.Table.UInt64(Fields.OperatorLargeOptionsOffset) > 1)
            throw new UnsupportedModelException("keeps its options outside of the model's tables, which is not supported", "large custom options");
        return Codecs.CustomOptions.From(source.Table.Vector(Fields.OperatorCustomOptions, 1)?.Bytes ?? default);
    }

    /// <summary>Adds a node with all operands in the file's order.</summary>
    public void Emit(Op op)
    {
        var operands = new Value?[source.Inputs.Length];
        for (int i = 0; i < operands.Length; i++)
            operands[i] = Operand(i);
        Emit(op, operands);
    }

    /// <summary>Adds a node whose results are the operator's outputs.</summary>
    public void Emit(Op op, params IReadOnlyList<Value?> operands)
    {
        IReadOnlyList<TensorType> inferred = TypeInference.ResultTypes(op, operands);
        if (inferred.Count != source.Outputs.Length)
            throw new ModelFormatException($"has {source.Outputs.Length} outputs instead of {inferred.Count}: convert the model again") { Expected = $"{inferred.Count}", Actual = $"{source.Outputs.Length}" };
        var declared = new TensorType[inferred.Count];
        for (int i = 0; i < declared.Length; i++)
            declared[i] = model.Values.Declare(source.Outputs[i], inferred[i]);
        ScaleRules.Check(op, operands, declared);
        Node node = model.Graph.Add(op, operands, declared);
        for (int i = 0; i < declared.Length; i++)
            model.Values.Write(source.Outputs[i], node.Results[i]);
    }
}
