using System.Buffers.Binary;
using OneBit.IR;
using OneBit.Tensors;
using PureHDF;
using PureHDF.VOL.Native;

namespace OneBit.Converter.Keras;

/// <summary>
/// An HDF5 file as Keras writes them: groups, attributes of text, datasets of floats. The one border to the HDF5 library:
/// whatever a damaged file makes the library throw leaves here as <see cref="ModelFormatException"/> with file and place, and no size is believed before it is checked.
/// </summary>
internal sealed class Hdf5File : IDisposable
{
    // Deflate shrinks at most 1032 : 1, a shuffle in front does not change that.
    private const long MaxCompression = 1040;

    private readonly NativeFile file;
    private readonly long length;
    private readonly MemoryBudget budget;

    private Hdf5File(string name, NativeFile file, long length, MemoryBudget budget)
    {
        Name = name;
        this.file = file;
        this.length = length;
        this.budget = budget;
    }

    /// <summary>The first bytes of such a file.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>What errors call the file.</summary>
    public string Name { get; }

    /// <summary>Opens a file. The stream is the file's from now on, also where this throws.</summary>
    /// <exception cref="ModelFormatException">The file is damaged.</exception>
    public static Hdf5File Open(string name, Stream stream, MemoryBudget budget, CancellationToken cancellationToken)
    {
        var guarded = new GuardedStream(stream, cancellationToken);
        try
        {
            Guard(name, "its start", () => CheckLength(name, guarded));
            return Guard(name, "/", () => new Hdf5File(name, H5File.Open(guarded), guarded.Length, budget));
        }
        catch
        {
            guarded.Dispose();
            throw;
        }
    }

    /// <summary>True where there is a group of this path.</summary>
    public bool HasGroup(string path) => Find(path) is IH5Group;

    /// <summary>True where there is a dataset of this path.</summary>
    public bool HasDataset(string path) => Find(path) is IH5Dataset;

    /// <summary>Names of the datasets directly in a group; none where there is no such group.</summary>
    public IReadOnlyList<string> Datasets(string path) => Children<IH5Dataset>(path);

    /// <summary>Names of the groups directly in a group; none where there is no such group.</summary>
    public IReadOnlyList<string> Groups(string path) => Children<IH5Group>(path);

    /// <summary>A text attribute of a group, or null.</summary>
    public string? Text(string path, string attribute) => Find(path) is not IH5Group group
        ? null
        : Guard(Name, $"{path}@{attribute}", () => group.AttributeExists(attribute) ? group.Attribute(attribute).Read<string>() : null);

    /// <summary>An attribute that lists names, or null. Keras cuts long lists into pieces <c>name0</c>, <c>name1</c>, ….</summary>
    public IReadOnlyList<string>? Names(string path, string attribute)
    {
        if (Find(path) is not IH5Group group)
            return null;
        return Guard<IReadOnlyList<string>?>(Name, $"{path}@{attribute}", () =>
        {
            if (group.AttributeExists(attribute))
                return Names(group.Attribute(attribute));
            var pieces = new List<string>();
            int count = 0;
            for (; group.AttributeExists($"{attribute}{count}"); count++)
                pieces.AddRange(Names(group.Attribute($"{attribute}{count}")));
            return count > 0 ? pieces : null;
        });
    }

    /// <summary>The shape of a dataset.</summary>
    /// <exception cref="ModelFormatException">There is none, or it is damaged.</exception>
    public Shape Shape(string path)
    {
        IH5Dataset dataset = Dataset(path);
        return Guard(Name, path, () => Checked(path, dataset));
    }

    /// <summary>The values of a dataset as float32; other floats, and counts, are converted.</summary>
    /// <exception cref="ModelFormatException">There is no such dataset, it is damaged, holds no numbers, or is larger than the budget.</exception>
    public Literal Read(string path)
    {
        IH5Dataset dataset = Dataset(path);
        return Guard(Name, path, () =>
        {
            Shape shape = Checked(path, dataset);
            int elementSize = dataset.Type.Size;
            bool isFloat = dataset.Type.Class == H5DataTypeClass.FloatingPoint && elementSize is (2 or 4 or 8);
            if (!isFloat && !(dataset.Type.Class == H5DataTypeClass.FixedPoint && elementSize is (4 or 8)))
                throw Wrong(path, "floats of 16, 32 or 64 bits", $"elements of class {dataset.Type.Class} of {elementSize} bytes");
            budget.Take(shape.ElementCount * sizeof(float), $"{Name}: {path}");
            if (shape.ElementCount == 0)
                return Literal.Of<float>(shape, []);
            return (isFloat ? elementSize : -elementSize) switch
            {
                4 => new Literal(new TensorType(DType.Float32, shape), Bytes(path, dataset, shape.ElementCount * 4)),
                2 => Literal.Of<float>(shape, Array.ConvertAll(dataset.Read<Half[]>(), h => (float)h)),
                8 => Literal.Of<float>(shape, Array.ConvertAll(dataset.Read<double[]>(), d => (float)d)),
                -4 => Literal.Of<float>(shape, Array.ConvertAll(dataset.Read<int[]>(), i => (float)i)),
                _ => Literal.Of<float>(shape, Array.ConvertAll(dataset.Read<long[]>(), i => (float)i)),
            };
        });
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    // The superblock says where the file ends: versions 0 and 1 behind their settings, 2 and 3 behind two addresses.
    private static bool CheckLength(string name, Stream stream)
    {
        Span<byte> start = stackalloc byte[64];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        int end = start.Length < 64 || !start.StartsWith(Signature) ? -1 : start[8] switch
        {
            0 when start[13] == 8 => 40,
            1 when start[13] == 8 => 44,
            2 or 3 when start[9] == 8 => 28,
            _ => -1,
        };
        if (end < 0)
            throw new InvalidDataException("it is too short, or of a version that is not known");
        long declared = BinaryPrimitives.ReadInt64LittleEndian(start[end..]);
        return declared <= stream.Length ? true : throw new ModelFormatException($"{name} is cut off: it has {stream.Length} of {declared} bytes") { File = name, Expected = $"{declared} bytes", Actual = $"{stream.Length} bytes" };
    }

    private static byte[] Bytes(string path, IH5Dataset dataset, long size)
    {
        byte[] bytes = dataset.Read<byte[]>();
        return bytes.Length == size ? bytes : throw new InvalidDataException($"{path} holds {bytes.Length} bytes where {size} are declared");
    }

    private static string[] Names(IH5Attribute attribute) =>
        attribute.Space.Dimensions is [0] ? [] : [.. attribute.Read<string[]>().Select(n => n ?? throw new InvalidDataException("a name in it is missing"))];

    private Shape Checked(string path, IH5Dataset dataset)
    {
        ulong[] extents = dataset.Space.Dimensions;
        if (extents.Length > 8 || extents.Any(e => e > int.MaxValue))
            throw Wrong(path, "at most 8 dimensions below 2^31", $"[{string.Join(',', extents)}]");
        Shape shape = [.. extents.Select(e => (int)e)];
        long limit = dataset.Layout.Class == H5DataLayoutClass.Chunked ? checked(length * MaxCompression) : length;
        if (shape.ElementCount > Array.MaxLength / 8 || shape.ElementCount * dataset.Type.Size > limit)
            throw Wrong(path, $"at most what a file of {length} bytes can hold", $"{shape}");
        return shape;
    }

    private IH5Dataset Dataset(string path) => Find(path) as IH5Dataset
        ?? throw new ModelFormatException($"{Name}: there is no dataset {path}") { File = Name, TensorName = path };

    private IH5Object? Find(string path) =>
        Guard(Name, path, () => path is "/" ? file : file.LinkExists(path) ? file.Get(path) : null);

    private string[] Children<T>(string path)
        where T : IH5Object =>
        Find(path) is IH5Group group ? Guard(Name, path, () => group.Children().OfType<T>().Select(c => c.Name).ToArray()) : [];

    private ModelFormatException Wrong(string path, string expected, string actual) =>
        new($"{Name}: {path} should have {expected}, it has {actual}") { File = Name, TensorName = path, Expected = expected, Actual = actual };

    // The library throws what its arithmetic and its casts throw: no list of types would be complete.
    private static T Guard<T>(string name, string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (ModelFormatException or OperationCanceledException))
        {
            throw new ModelFormatException($"{name} is damaged at {path}: {e.Message}", e) { File = name, TensorName = path };
        }
    }
}
