using OneBit.IR;
using OneBit.TfLite;

namespace OneBit.Conformance;

/// <summary>Model files.</summary>
internal static class Models
{
    /// <summary>Reads a .tflite file.</summary>
    public static Graph Read(string file) => TfLiteReader.Read(File.ReadAllBytes(file), new TfLiteReadOptions { FileName = Path.GetFileName(file) });
}
