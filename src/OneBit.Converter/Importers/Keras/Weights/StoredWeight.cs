using OneBit.Tensors;

namespace OneBit.Converter.Keras;

/// <summary>A weight of a model, read when it is asked for.</summary>
/// <param name="Name">The last part of its name without <c>:0</c>; a number where the file has no names.</param>
/// <param name="Scope">What stands before that in its name, such as <c>conv/lsq</c>.</param>
internal abstract record StoredWeight(string Name, string Scope)
{
    /// <summary>Its shape.</summary>
    /// <exception cref="IR.ModelFormatException">The file is damaged.</exception>
    public abstract Shape Shape { get; }

    /// <summary>Its values as float32.</summary>
    /// <exception cref="IR.ModelFormatException">The file is damaged, or holds no numbers there.</exception>
    public abstract Literal Read();

    /// <summary>True where <paramref name="name"/>, which may have slashes, is one of the parts that stand before the weight's name.</summary>
    public bool IsIn(string name) => $"/{Scope}/".Contains($"/{name}/", StringComparison.Ordinal);
}

/// <summary>A weight in an HDF5 file.</summary>
/// <param name="File">The file.</param>
/// <param name="Path">The path of its dataset.</param>
/// <inheritdoc cref="StoredWeight"/>
internal sealed record DatasetWeight(Hdf5File File, string Path, string Name, string Scope) : StoredWeight(Name, Scope)
{
    /// <inheritdoc/>
    public override Shape Shape => File.Shape(Path);

    /// <inheritdoc/>
    public override Literal Read() => File.Read(Path);
}
