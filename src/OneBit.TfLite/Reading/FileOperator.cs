using OneBit.TfLite.FlatBuffers;

namespace OneBit.TfLite.Reading;

/// <summary>An operator as the file describes it.</summary>
internal sealed record FileOperator(int Index, FileOperatorCode Code, int[] Inputs, int[] Outputs, FlatTable Table);
