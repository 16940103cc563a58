using System.Text.Json;
using OneBit.Tensors;

namespace OneBit.Converter;

/// <summary>A number, or one per channel, of a custom object: written out, or out of the object's own configuration or weights.</summary>
internal abstract record CustomValue(CustomSource Source, string Key)
{
    private const string Expected = "a number, {\"config\": KEY} or {\"weight\": NAME, \"times\": K}";

    /// <summary>True where the value is known without the object.</summary>
    public virtual bool IsFixed => false;

    /// <summary>Reads the three spellings.</summary>
    /// <exception cref="IR.ModelFormatException">It is none of them.</exception>
    public static CustomValue Read(CustomSource source, string key, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Number)
            return new Fixed(source, key, json.GetSingle());
        if (json.ValueKind != JsonValueKind.Object)
            throw source.Wrong(key, Expected, JsonWords.Of(json));
        var members = new CustomMembers(source, key, json);
        if (json.TryGetProperty("config", out _))
        {
            members.Only("config");
            return new OfConfig(source, key, members.Text("config"));
        }
        if (!json.TryGetProperty("weight", out _))
            throw source.Wrong(key, Expected, JsonWords.Of(json));
        members.Only("weight", "times");
        return new OfWeight(source, key, members.Text("weight"), members.Find("times") is { } times ? members.Number(times, "times") : 1);
    }

    /// <summary>The value as the model holds it, of any shape.</summary>
    /// <exception cref="IR.ModelFormatException">The object does not have it, or it is not finite.</exception>
    public Literal LiteralOf(CustomObject instance)
    {
        Literal literal = Find(instance);
        foreach (float value in literal.Values<float>())
        {
            if (!float.IsFinite(value))
                throw Source.Wrong(Key, "finite numbers", $"{value}");
        }
        return literal;
    }

    /// <summary>The value, of one element or of one per channel.</summary>
    /// <inheritdoc cref="LiteralOf"/>
    public float[] Of(CustomObject instance)
    {
        Literal literal = LiteralOf(instance);
        Shape shape = literal.Type.Shape;
        return shape.ElementCount == 1 || (shape.ElementCount > 1 && shape.ElementCount == shape[^1])
            ? literal.Values<float>().ToArray()
            : throw Source.Wrong(Key, "one number, or one per channel", literal.Type.ToString());
    }

    /// <summary>The value, which must be of one element.</summary>
    /// <inheritdoc cref="LiteralOf"/>
    public float ScalarOf(CustomObject instance) =>
        Of(instance) is [float value] ? value : throw Source.Wrong(Key, "one number", $"{Of(instance).Length} numbers");

    protected abstract Literal Find(CustomObject instance);

    /// <summary>A value written out.</summary>
    internal sealed record Fixed(CustomSource Source, string Key, float Value) : CustomValue(Source, Key)
    {
        public override bool IsFixed => true;

        protected override Literal Find(CustomObject instance) => Literal.Scalar(Value);
    }

    private sealed record OfConfig(CustomSource Source, string Key, string Member) : CustomValue(Source, Key)
    {
        protected override Literal Find(CustomObject instance)
        {
            JsonElement json = CustomConfig.Find(Source, Key, instance, Member);
            return json.ValueKind == JsonValueKind.Array ? Literal.Vector<float>([.. json.EnumerateArray().Select(Number)]) : Literal.Scalar(Number(json));
        }

        private float Number(JsonElement json) =>
            json.ValueKind == JsonValueKind.Number ? (float)json.GetDouble() : throw Source.Wrong(Key, $"a number as '{Member}' of the object's configuration", JsonWords.Of(json));
    }

    private sealed record OfWeight(CustomSource Source, string Key, string Weight, float Times) : CustomValue(Source, Key)
    {
        protected override Literal Find(CustomObject instance)
        {
            if (!instance.Weights.TryGetValue(Weight, out Literal? literal))
                throw Source.Wrong(Key, $"a weight '{Weight}' of the object in the model", instance.Weights.Count == 0 ? "none" : string.Join(", ", instance.Weights.Keys));
            if (literal.Type.Element != DType.Float32)
                throw Source.Wrong(Key, $"float32 elements in the weight '{Weight}'", literal.Type.ToString());
            if (Times == 1)
                return literal;
            float[] values = literal.Values<float>().ToArray();
            foreach (ref float value in values.AsSpan())
                value *= Times;
            return Literal.Of<float>(literal.Type.Shape, values);
        }
    }
}
