namespace OneBit.Conformance;

/// <summary>A model with a layer that OneBit does not have.</summary>
internal static class UnknownLayer
{
    /// <summary>Its class.</summary>
    public const string Name = "GRU";

    /// <summary>Writes the architecture of a model with it to a temporary file, which the caller deletes.</summary>
    public static string Write()
    {
        string file = Path.Combine(Path.GetTempPath(), $"onebit-unknown-{Guid.NewGuid():N}.json");
        File.WriteAllText(file, $$$"""
            {"class_name": "Sequential", "config": {"name": "net", "layers": [
              {"class_name": "InputLayer", "config": {"name": "sequence", "batch_input_shape": [null, 6, 8]}},
              {"class_name": "{{{Name}}}", "config": {"name": "gru", "units": 5}}]}}
            """);
        return file;
    }
}
