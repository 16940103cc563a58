using OneBit.Converter.Keras;
using OneBit.IR;

namespace OneBit.Converter;

/// <summary>
/// Models that Keras saved, of either Keras: <c>.h5</c> (architecture and weights), <c>.keras</c>, or an architecture in JSON with <see cref="ImportOptions.WeightsFile"/>.
/// Layers are those of Keras and Larq that <see cref="Layers.LayerTable"/> has; their code is not in such files, so other ones need <see cref="ImportOptions.Customs"/>.
/// </summary>
public sealed class KerasImporter : IModelImporter
{
    /// <inheritdoc/>
    public string Format => "Keras (.h5, .keras, or an architecture as JSON)";

    /// <inheritdoc/>
    public bool CanRead(string path) => KerasFile.Looks(path);

    /// <inheritdoc/>
    public ImportedModel Import(string path, ImportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        using KerasFile file = KerasFile.Open(path, options, cancellationToken);
        try
        {
            return ModelImport.Run(file.Config, file.IsKeras3, file.Weights, options, cancellationToken);
        }
        catch (UnsupportedModelException e)
        {
            throw e.File is not null ? e : new UnsupportedModelException($"{Path.GetFileName(path)}: {e.Message}", e.Unsupported) { File = path };
        }
        catch (ModelFormatException e)
        {
            throw e.File is not null ? e : new ModelFormatException($"{Path.GetFileName(path)}: {e.Message}", e) { File = path, OpName = e.OpName, TensorName = e.TensorName, Expected = e.Expected, Actual = e.Actual };
        }
    }
}
