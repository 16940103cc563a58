namespace OneBit.Converter.Keras;

/// <summary>Where the weights of a model's layers lie in a file.</summary>
internal interface IWeightScope
{
    /// <summary>The weights of layer <paramref name="index"/> of the model.</summary>
    /// <exception cref="IR.ModelFormatException">The file is damaged.</exception>
    IStoredWeights Layer(ModelConfig model, int index);

    /// <summary>The weights of layer <paramref name="index"/>, which is a model itself.</summary>
    IWeightScope Model(ModelConfig model, int index);
}

/// <summary>The weights of one layer. Each is handed out once.</summary>
internal interface IStoredWeights
{
    /// <summary>Takes the weights that an object of the layer has for itself.</summary>
    /// <param name="key">The layer's attribute, such as <c>input_quantizer</c>.</param>
    /// <param name="name">The object's name in its own configuration, where it has one.</param>
    IReadOnlyList<StoredWeight> TakePart(string key, string? name);

    /// <summary>Takes all weights that are left, in Keras's order.</summary>
    IReadOnlyList<StoredWeight> TakeAll();

    /// <summary>Takes the weights of these names; where the names are not the file's, as many in its order. Null stands for one that is missing.</summary>
    IReadOnlyList<StoredWeight?> Take(IReadOnlyList<string> names);

    /// <summary>Names of weights that nothing has taken; none where weights of several layers lie together.</summary>
    IReadOnlyList<string> Left { get; }
}
