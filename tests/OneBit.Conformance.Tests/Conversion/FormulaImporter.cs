using System.Text.Json;
using OneBit.Converter;
using OneBit.Converter.Keras;

namespace OneBit.Conformance;

/// <summary>Imports an architecture of the zoo with its weights by formula: files of them would have up to 250 MB.</summary>
/// <param name="model">The model's name.</param>
internal sealed class FormulaImporter(string model) : IModelImporter
{
    /// <inheritdoc/>
    public string Format => "Keras, weights by formula";

    /// <inheritdoc/>
    public bool CanRead(string path) => true;

    /// <inheritdoc/>
    public ImportedModel Import(string path, ImportOptions options, CancellationToken cancellationToken = default)
    {
        using JsonDocument architecture = JsonDocument.Parse(File.ReadAllBytes(path));
        return ModelImport.Run(architecture.RootElement, isKeras3: false, FormulaWeights.Of(model), options, cancellationToken);
    }
}
