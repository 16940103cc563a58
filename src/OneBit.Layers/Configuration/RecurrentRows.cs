using OneBit.IR;

namespace OneBit.Layers;

/// <summary>Rows of recurrent layers. How Keras computes them (<c>unroll</c>, <c>implementation</c>, <c>use_cudnn</c>) and what only training sees (dropout, <c>unit_forget_bias</c>) plays no part.</summary>
internal static class RecurrentRows
{
    public static IEnumerable<KeyValuePair<string, Func<LayerConfig, Layer>>> All { get; } = [new("LSTM", Lstm)];

    private static LSTM Lstm(LayerConfig c)
    {
        foreach (string key in (string[])["stateful", "time_major"])
        {
            if (c.Bool(key, false))
                throw c.Unsupported(key);
        }
        return new LSTM
        {
            Name = c.Layer,
            Units = c.Count("units"),
            Activation = Activation(c, "activation", UnaryKind.Tanh),
            RecurrentActivation = Activation(c, "recurrent_activation", UnaryKind.Logistic),
            UseBias = c.Bool("use_bias", true),
            ReturnSequences = c.Bool("return_sequences", false),
            ReturnState = c.Bool("return_state", false),
            GoBackwards = c.Bool("go_backwards", false),
        };
    }

    private static Layer? Activation(LayerConfig c, string key, UnaryKind otherwise) =>
        c.Has(key) || c.IsNull(key) ? c.Activation(key) : new Elementwise(otherwise);
}
