using System.Buffers.Binary;
using System.Text;
using OneBit.Tensors;

namespace OneBit.Cli.Npy;

/// <summary>Writes .npy files of format 1.0, little endian, row-major. Packed bits are written as their int32 words.</summary>
internal static class NpyWriter
{
    private const int Alignment = 64;

    /// <summary>Writes <paramref name="array"/> to <paramref name="file"/>; under another name first, so that a reader never sees half of it.</summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public static void Write(string file, Literal array)
    {
        string temporary = $"{file}.{Environment.ProcessId}.tmp";
        try
        {
            using (FileStream stream = File.Create(temporary))
            {
                stream.Write(Header(array.Type));
                stream.Write(array.Bytes.Span);
            }
            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            throw new InputException($"{file}: cannot be written ({FileErrors.Reason(e)}); name another folder with --output-dir", e);
        }
    }

    /// <summary>Everything in front of the values: magic, version, length and dictionary, padded to a multiple of 64 bytes.</summary>
    public static byte[] Header(TensorType type)
    {
        DType element = type.Element == DType.Bits ? DType.Int32 : type.Element;
        string shape = string.Join(", ", type.StoredShape);
        string dictionary = $"{{'descr': '{NpyHeader.Descriptor(element)}', 'fortran_order': False, 'shape': ({shape}{(type.Shape.Rank == 1 ? "," : string.Empty)}), }}";
        int prefix = NpyHeaderParser.Magic.Length + 4;
        int total = (prefix + dictionary.Length + 1 + Alignment - 1) / Alignment * Alignment;
        byte[] header = new byte[total];
        NpyHeaderParser.Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), checked((ushort)(total - prefix)));
        Encoding.ASCII.GetBytes(dictionary.PadRight(total - prefix - 1) + "\n", header.AsSpan(prefix));
        return header;
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What could not be written can often not be deleted either; the first error is the one to report.
        }
    }
}
