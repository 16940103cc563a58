using System.Collections.Immutable;
using Google.FlatBuffers;
using OneBit.TfLite.FlatBuffers;

namespace OneBit.TfLite.Codecs;

/// <summary>Collects the options of a builtin operator and writes them as a table. Values that are the schema's defaults are left out, as FlatBuffers does.</summary>
internal sealed class OptionWriter(FlatBufferBuilder builder)
{
    private readonly List<Action> fields = [];
    private int count;

    public OptionWriter Int(Field field, int value, int absent = 0) => Add(field, () => builder.AddInt(field.Id, value, absent));

    public OptionWriter Byte(Field field, int value) => Add(field, () => builder.AddByte(field.Id, (byte)value, 0));

    public OptionWriter Bool(Field field, bool value) => Add(field, () => builder.AddBool(field.Id, value, d: false));

    public OptionWriter Float(Field field, float value) => Add(field, () => builder.AddFloat(field.Id, value, 0));

    /// <summary>A list; left out where it is empty.</summary>
    public OptionWriter Ints(Field field, ImmutableArray<int> values)
    {
        if (values.IsEmpty)
            return this;
        builder.StartVector(4, values.Length, 4);
        for (int i = values.Length - 1; i >= 0; i--)
            builder.AddInt(values[i]);
        int offset = builder.EndVector().Value;
        return Add(field, () => builder.AddOffset(field.Id, offset, 0));
    }

    /// <summary>Writes the table.</summary>
    public int Finish()
    {
        builder.StartTable(count);
        foreach (Action field in fields)
            field();
        return builder.EndTable();
    }

    private OptionWriter Add(Field field, Action write)
    {
        count = Math.Max(count, field.Id + 1);
        fields.Add(write);
        return this;
    }
}
