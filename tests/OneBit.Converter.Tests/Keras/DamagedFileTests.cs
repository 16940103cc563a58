using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using OneBit.IR;
using OneBit.Testing;

namespace OneBit.Converter.Tests.Keras;

/// <summary>Damaged and hostile files: each ends in <see cref="ModelFormatException"/>, soon, whatever the HDF5 library thinks of them.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private const string Small = """{"class_name": "Sequential", "config": {"name": "m", "layers": []}}""";

    private readonly string folder = Directory.CreateTempSubdirectory("onebit-keras").FullName;

    /// <summary>Files of a model with few weights.</summary>
    public static TheoryData<string> Files => ["model.h5", "model.keras"];

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Files))]
    public void Truncated_file_is_refused(string file)
    {
        byte[] whole = Whole(file);
        for (int i = 0; i < 60; i++)
            AssertRefusedOrRead(file, whole[..(int)((long)whole.Length * i / 60)], mustFail: true);
        for (int cut = 1; cut < 20; cut++)
            AssertRefusedOrRead(file, whole[..^cut], mustFail: true);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Changed_bytes_are_refused_or_read(string file)
    {
        byte[] whole = Whole(file);
        var random = new Random(20);
        for (int i = 0; i < 300; i++)
        {
            byte[] changed = [.. whole];
            int from = random.Next(2) == 0 ? random.Next(whole.Length) : random.Next(Math.Min(whole.Length, 4096));
            for (int k = random.Next(1, 9); k > 0 && from < changed.Length; k--)
                changed[from++] = random.Next(3) switch { 0 => 0xFF, 1 => 0, _ => (byte)random.Next(256) };
            AssertRefusedOrRead(file, changed, mustFail: false);
        }
    }

    [Fact]
    public void Absurd_extents_are_refused_before_anything_is_reserved()
    {
        byte[] file = Whole("model.h5");
        byte[] changed = Replace(file, Dimensions(3, 3, 32, 32), Dimensions(3, 3, 32, 1L << 29));
        ModelFormatException e = Refusal("model.h5", changed);
        Assert.Contains("kernel:0 should have at most what a file of", e.Message, StringComparison.Ordinal);
        changed = Replace(file, Dimensions(3, 3, 32, 32), Dimensions(3, 3, 32, -1));
        Assert.Contains("dimensions below 2^31", Refusal("model.h5", changed).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_beyond_the_limit_of_memory_are_refused()
    {
        string path = Shared.Path("golden", "convert", "struct_sequential", "model.h5");
        var e = Assert.Throws<ModelFormatException>(() => KerasModels.Import(path, new ImportOptions { MaxMemory = 1000 }));
        Assert.Contains("raise the limit", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weight_of_another_shape_is_named()
    {
        byte[] changed = Replace(Whole("model.h5"), Dimensions(3, 3, 32, 32), Dimensions(3, 3, 16, 64));
        ModelFormatException e = Refusal("model.h5", changed);
        Assert.Contains("weight kernel: expected [3,3,32,32], found [3,3,16,64]", e.Message, StringComparison.Ordinal);
        Assert.Equal("[3,3,32,32]", e.Expected);
        Assert.Equal("[3,3,16,64]", e.Actual);
    }

    [Fact]
    public void Missing_weight_is_named()
    {
        string model = Shared.Path("golden", "convert", "struct_nested_model", "model.keras");
        using ZipArchive zip = ZipFile.OpenRead(model);
        using var weights = new MemoryStream();
        using (Stream entry = zip.GetEntry("model.weights.h5")!.Open())
            entry.CopyTo(weights);
        string architecture = Path.Combine(folder, "config.json"), damaged = Path.Combine(folder, "some.weights.h5");
        zip.GetEntry("config.json")!.ExtractToFile(architecture);
        File.WriteAllBytes(damaged, Replace(weights.ToArray(), "quant_conv2d"u8.ToArray(), "quant_conv3d"u8.ToArray()));
        var e = Assert.Throws<ModelFormatException>(() => KerasModels.Import(architecture, new ImportOptions { WeightsFile = damaged }));
        Assert.Contains("layer 'block/inner_conv' (QuantConv2D), weight kernel: expected [3,3,32,32], found no such weight", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Archive_that_unpacks_without_end_is_refused()
    {
        string path = Path.Combine(folder, "bomb.keras");
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using Stream stream = zip.CreateEntry("config.json", CompressionLevel.Fastest).Open();
            var spaces = new byte[1 << 20];
            spaces.AsSpan().Fill((byte)' ');
            for (int i = 0; i < 100; i++)
                stream.Write(spaces);
        }
        var e = Assert.Throws<ModelFormatException>(() => KerasModels.Import(path, new ImportOptions()));
        Assert.Contains("unpacks to 104857600 bytes", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0L, "unpack to more than")]
    [InlineData(1L << 62, "is cut off")]
    public void Weights_that_unpack_without_end_are_refused_before_they_take_memory(long end, string expected)
    {
        const long Declared = 1L << 30;
        string path = Path.Combine(folder, "bomb.keras");
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using (Stream config = zip.CreateEntry("config.json").Open())
                config.Write(Encoding.UTF8.GetBytes(Small));
            using Stream stream = zip.CreateEntry("model.weights.h5", CompressionLevel.Optimal).Open();
            byte[] block = new byte[1 << 20];
            Superblock(root: Declared - 4096, end == 0 ? Declared : end).CopyTo(block, 0);
            for (long written = 0; written < Declared; written += block.Length, block.AsSpan().Clear())
                stream.Write(block);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<ModelFormatException>(() => KerasModels.Import(path, new ImportOptions()));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Declared / 2);
    }

    [Fact]
    public void Weights_are_unpacked_as_far_as_they_are_read()
    {
        byte[] archive = Whole("model.keras");
        string path = Path.Combine(folder, "long.keras");
        File.WriteAllBytes(path, archive);
        const int Tail = 300 << 20;
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            ZipArchiveEntry old = zip.GetEntry("model.weights.h5")!;
            using var weights = new MemoryStream();
            using (Stream stream = old.Open())
                stream.CopyTo(weights);
            old.Delete();
            using Stream longer = zip.CreateEntry("model.weights.h5", CompressionLevel.Fastest).Open();
            longer.Write(weights.ToArray());
            for (int i = 0; i < Tail >> 20; i++)
                longer.Write(new byte[1 << 20]);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        KerasModels.Import(path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Tail / 2);
    }

    [Fact]
    public void Archive_that_lies_about_its_size_is_refused()
    {
        byte[] archive = Archive(Small);
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, Encoding.UTF8.GetByteCount(Small));
        Assert.Contains("config.json", Refusal("model.keras", Replace(archive, length, [5, 0, 0, 0])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"class_name": 3}""")]
    [InlineData("""{"class_name": "Functional", "config": {"layers": [{"class_name": "Dense", "config": {"name": "d"}, "inbound_nodes": [[["d", 0, 0, {}]]]}], "input_layers": [], "output_layers": [["d", 0, 0]]}}""")]
    [InlineData("""{"class_name": "Functional", "config": {"layers": [3], "output_layers": []}}""")]
    [InlineData("""{"class_name": "Functional", "config": {"layers": [{"class_name": "ReLU", "config": {"name": "r"}, "inbound_nodes": [[["x", 0, 0, {}]]]}, {"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [null, "a"]}}], "input_layers": [["x", 0, 0]], "output_layers": [["r", 7, 0]]}}""")]
    [InlineData("""{"class_name": "Sequential", "config": {"layers": []}}""")]
    [InlineData("""{"class_name": "Sequential", "config": {"layers": [{"class_name": "ReLU", "config": {"name": "r", "batch_input_shape": [null, -7]}}]}}""")]
    public void Damaged_architecture_is_refused(string json) => Refusal("model.json", Encoding.UTF8.GetBytes(json));

    private static byte[] Whole(string file) => File.ReadAllBytes(Shared.Path("golden", "convert", "struct_nested_model", file));

    private static byte[] Archive(string config)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream stream = zip.CreateEntry("config.json", CompressionLevel.NoCompression).Open();
            stream.Write(Encoding.UTF8.GetBytes(config));
        }
        return bytes.ToArray();
    }

    // Version 0, which has no checksum: where the file ends, and where the root group lies.
    private static byte[] Superblock(long root, long end)
    {
        byte[] start = new byte[96];
        ((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0, 0, 8, 8, 0, 4, 0, 16]).CopyTo(start);
        BinaryPrimitives.WriteInt64LittleEndian(start.AsSpan(32), -1);
        BinaryPrimitives.WriteInt64LittleEndian(start.AsSpan(40), end);
        BinaryPrimitives.WriteInt64LittleEndian(start.AsSpan(48), -1);
        BinaryPrimitives.WriteInt64LittleEndian(start.AsSpan(64), root);
        return start;
    }

    private static byte[] Dimensions(params ReadOnlySpan<long> dimensions)
    {
        var bytes = new byte[8 * dimensions.Length];
        for (int i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8 * i), dimensions[i]);
        return bytes;
    }

    private static byte[] Replace(byte[] file, byte[] old, byte[] replacement)
    {
        byte[] changed = [.. file];
        int count = 0;
        for (int at = changed.AsSpan().IndexOf(old); at >= 0; at = changed.AsSpan().IndexOf(old))
        {
            replacement.CopyTo(changed, at);
            count++;
        }
        Assert.NotEqual(0, count);
        return changed;
    }

    private ModelFormatException Refusal(string file, byte[] bytes)
    {
        string path = Path.Combine(folder, file);
        File.WriteAllBytes(path, bytes);
        return Assert.ThrowsAny<ModelFormatException>(() => KerasModels.Import(path, new ImportOptions()));
    }

    private void AssertRefusedOrRead(string file, byte[] bytes, bool mustFail)
    {
        string path = Path.Combine(folder, file);
        File.WriteAllBytes(path, bytes);
        long start = Stopwatch.GetTimestamp();
        try
        {
            KerasModels.Import(path, new ImportOptions());
            Assert.False(mustFail, $"{bytes.Length} bytes of {file} were read as a model");
        }
        catch (ModelFormatException e)
        {
            Assert.NotEmpty(e.Message);
        }
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 20);
    }
}
