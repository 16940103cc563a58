using System.Text;

namespace OneBit.Samples;

/// <summary>Portable greymaps, binary, 8 bits: <c>P5 width height 255</c>, one white space, then the pixels.</summary>
internal static class Pgm
{
    /// <summary>The pixels of the picture at <paramref name="path"/>, row by row.</summary>
    public static byte[] Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        string[] header = Encoding.ASCII.GetString(file, 0, Math.Min(file.Length, 64)).Split((char[]?)null, 5, StringSplitOptions.RemoveEmptyEntries);
        if (header.Length < 4 || header[0] != "P5" || header[3] != "255")
            throw new InvalidDataException($"{path} is not a binary 8-bit PGM");
        int size = int.Parse(header[1]) * int.Parse(header[2]);
        if (file.Length < size)
            throw new InvalidDataException($"{path} ends before its last pixel");
        return file[^size..];
    }
}
