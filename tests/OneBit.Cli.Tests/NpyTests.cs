using System.Text;
using CsCheck;
using OneBit.Cli.Npy;
using OneBit.Tensors;

namespace OneBit.Cli.Tests;

public sealed class NpyTests
{
    private static readonly DType[] Elements = [.. DTypes.All.Where(t => t != DType.Bits)];

    private static readonly Gen<Literal> Arrays =
        from index in Gen.Int[0, Elements.Length - 1]
        from shape in Gen.Int[0, 4].Array[0, 4]
        let element = Elements[index]
        let type = new TensorType(element, Shape.Create(shape))
        from bytes in (element == DType.Bool ? Gen.Byte[0, 1] : Gen.Byte).Array[(int)type.SizeInBytes]
        select new Literal(type, bytes);

    [Fact]
    public void What_is_written_is_read_back_bit_for_bit() => Arrays.Sample(
        array => NpyReader.Parse("x.npy", File(array)).ContentEquals(array), seed: "0N0XIzNsQ0O2", iter: 500);

    [Fact]
    public void Values_begin_at_a_multiple_of_64_bytes() => Arrays.Sample(
        array => NpyWriter.Header(array.Type).Length % 64 == 0, seed: "0N0XIzNsQ0O2", iter: 100);

    [Fact]
    public void No_damaged_file_does_more_than_be_refused() =>
        Gen.Select(Arrays, Gen.Int[0, 200], Gen.Byte, Gen.Bool).Sample(
            (array, at, value, cut) =>
            {
                byte[] file = File(array);
                if (cut)
                    file = file[..Math.Min(at, file.Length)];
                else
                    file[at % file.Length] = value;
                try
                {
                    NpyReader.Parse("x.npy", file);
                }
                catch (NpyException)
                {
                    // Refused in words, which is all that is asked.
                }
            },
            seed: "0N0XIzNsQ0O2",
            iter: 5000);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void All_three_versions_of_the_format_are_read(byte version)
    {
        Literal read = NpyReader.Parse("x.npy", Handmade("{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }", [1, 0, 2, 0], version));
        Assert.Equal([1, 2], read.Values<short>().ToArray());
    }

    [Fact]
    public void Big_endian_values_are_turned_around()
    {
        Literal read = NpyReader.Parse("x.npy", Handmade("{'descr': '>i4', 'fortran_order': False, 'shape': (2,)}", [0, 0, 1, 2, 255, 255, 255, 254]));
        Assert.Equal([258, -2], read.Values<int>().ToArray());
    }

    [Fact]
    public void Column_major_arrays_become_row_major()
    {
        Literal read = NpyReader.Parse("x.npy", Handmade("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3)}", [1, 4, 2, 5, 3, 6]));
        Assert.Equal([1, 2, 3, 4, 5, 6], read.Values<byte>().ToArray());
    }

    [Theory]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}", "'<c8'")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", "records")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647)}", "fits into memory")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,)}", "99999999999")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "not a number")]
    [InlineData("{'descr': '<f4', 'fortran_order': Maybe, 'shape': (1,)}", "fortran_order")]
    [InlineData("{'descr': '<f4', 'shape': (1,)}", "no fortran_order")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", "8 bytes, 4 are there")]
    [InlineData("{'descr': '|b1', 'fortran_order': False, 'shape': (4,)}", "boolean")]
    public void What_cannot_be_an_input_is_refused_by_name(string header, string words)
    {
        NpyException e = Assert.Throws<NpyException>(() => NpyReader.Parse("x.npy", Handmade(header, [1, 2, 3, 4])));
        Assert.StartsWith("x.npy: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    private static byte[] File(Literal array) => [.. NpyWriter.Header(array.Type), .. array.Bytes.Span];

    private static byte[] Handmade(string header, byte[] values, byte version = 1)
    {
        byte[] text = Encoding.ASCII.GetBytes(header + "\n");
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes(text.Length);
        return [.. NpyHeaderParser.Magic, version, 0, .. length, .. text, .. values];
    }
}
