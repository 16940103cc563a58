using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using OneBit.Tensors;

namespace OneBit.Conformance;

/// <summary>An array of NumPy's .npy format (little endian, C order): numbers and bools.</summary>
internal sealed partial class NumpyArray(DType element, Shape shape, ReadOnlyMemory<byte> bytes)
{
    private static readonly Dictionary<string, DType> Types = new(StringComparer.Ordinal)
    {
        ["<f2"] = DType.Float16,
        ["<f4"] = DType.Float32,
        ["<f8"] = DType.Float64,
        ["|b1"] = DType.Bool,
        ["|i1"] = DType.Int8,
        ["|u1"] = DType.UInt8,
        ["<i2"] = DType.Int16,
        ["<u2"] = DType.UInt16,
        ["<i4"] = DType.Int32,
        ["<u4"] = DType.UInt32,
        ["<i8"] = DType.Int64,
        ["<u8"] = DType.UInt64,
    };

    /// <summary>Type of the elements.</summary>
    public DType Element => element;

    /// <summary>Dimensions.</summary>
    public Shape Shape => shape;

    /// <summary>The elements as they lie in the file.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Reads a file.</summary>
    public static NumpyArray Load(string path) => Parse(File.ReadAllBytes(path), path);

    /// <summary>Reads the bytes of a file.</summary>
    public static NumpyArray Parse(byte[] file, string path)
    {
        bool wide = file[6] > 1;
        int headerBegin = wide ? 12 : 10;
        int headerLength = wide ? BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(8)) : BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        Match header = Header().Match(Encoding.ASCII.GetString(file, headerBegin, headerLength));
        if (!header.Success || header.Groups["order"].Value == "True" || !Types.TryGetValue(header.Groups["type"].Value, out DType element))
            throw new InvalidDataException($"{path}: not an array that the tests read");
        int[] dimensions = [.. header.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(d => int.Parse(d, CultureInfo.InvariantCulture))];
        return new NumpyArray(element, Shape.Create(dimensions), file.AsMemory(headerBegin + headerLength));
    }

    /// <summary>An array of <paramref name="values"/>.</summary>
    public static NumpyArray Of(Shape shape, float[] values) => new(DType.Float32, shape, MemoryMarshal.AsBytes<float>(values).ToArray());

    /// <summary>Arrays of one shape one behind the other, samples first.</summary>
    public static NumpyArray Stack(IReadOnlyList<NumpyArray> arrays) =>
        Of(Shape.Create([arrays.Count, .. arrays[0].Shape.Dimensions]), [.. arrays.SelectMany(array => MemoryMarshal.Cast<byte, float>(array.Bytes.Span).ToArray())]);

    /// <summary>Tensors of one type one behind the other, samples first.</summary>
    public static NumpyArray Stack(IReadOnlyList<Literal> samples)
    {
        TensorType type = samples[0].Type;
        return new NumpyArray(type.Element, Shape.Create([samples.Count, .. type.Shape.Dimensions]), samples.SelectMany(s => s.Bytes.ToArray()).ToArray());
    }

    /// <summary>Writes a file of float32.</summary>
    public void Save(string path)
    {
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Join(", ", shape)},), }}";
        header = header.PadRight(((10 + header.Length + 64) / 64 * 64) - 11) + '\n';
        using FileStream file = File.Create(path);
        file.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        file.Write(Encoding.ASCII.GetBytes(header));
        file.Write(bytes.Span);
    }

    /// <summary>The first samples.</summary>
    public NumpyArray First(int samples) => new(element, shape.With(0, samples), bytes[..(bytes.Length / shape[0] * samples)]);

    /// <summary>The same array as the only sample.</summary>
    public NumpyArray AsOneSample() => new(element, Shape.Create([1, .. shape.Dimensions]), bytes);

    /// <summary>Sample <paramref name="index"/> as an input of type <paramref name="type"/>, whose unknown dimensions are the sample's.</summary>
    public Literal Sample(int index, TensorType type)
    {
        int size = checked((int)(shape.ElementCount / shape[0])) * element.SizeInBytes();
        var dimensions = new int[type.Shape.Rank];
        for (int d = 0; d < dimensions.Length; d++)
            dimensions[d] = type.Shape[d] != Shape.Unknown ? type.Shape[d] : shape.Rank == type.Shape.Rank && d > 0 ? shape[d] : 1;
        return new Literal(type with { Shape = Shape.Create(dimensions) }, bytes.Slice(index * size, size));
    }

    /// <summary>All elements.</summary>
    public double[] ToDoubles()
    {
        return element switch
        {
            DType.Float16 => As<Half>(v => (double)v),
            DType.Float32 => As<float>(v => v),
            DType.Float64 => As<double>(v => v),
            DType.Bool => As<byte>(v => v),
            DType.Int8 => As<sbyte>(v => v),
            DType.UInt8 => As<byte>(v => v),
            DType.Int16 => As<short>(v => v),
            DType.UInt16 => As<ushort>(v => v),
            DType.Int32 => As<int>(v => v),
            DType.UInt32 => As<uint>(v => v),
            DType.Int64 => As<long>(v => v),
            _ => As<ulong>(v => v),
        };

        double[] As<T>(Converter<T, double> convert)
            where T : unmanaged => Array.ConvertAll(MemoryMarshal.Cast<byte, T>(bytes.Span).ToArray(), convert);
    }

    [GeneratedRegex(@"'descr': '(?<type>[^']+)', 'fortran_order': (?<order>True|False), 'shape': \((?<shape>[^)]*)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Header();
}
