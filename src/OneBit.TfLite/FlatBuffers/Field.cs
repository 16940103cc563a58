namespace OneBit.TfLite.FlatBuffers;

/// <summary>A field of a table: its number in the schema, and its name there for messages.</summary>
internal readonly record struct Field(int Id, string Name);
