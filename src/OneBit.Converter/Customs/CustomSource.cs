using OneBit.IR;

namespace OneBit.Converter;

/// <summary>Where a custom object was described, for messages.</summary>
/// <param name="Text">A file, or the option that was typed.</param>
/// <param name="Kind"><c>quantizer</c>, <c>activation</c> or <c>layer</c>.</param>
/// <param name="Name">The object's class or function name.</param>
internal sealed record CustomSource(string Text, string Kind, string Name)
{
    /// <summary>What is wrong with <paramref name="key"/> of the object.</summary>
    public ModelFormatException Wrong(string key, string expected, string found) =>
        new($"{Text}: {Kind} '{Name}', {key}: expected {expected}, found {found}") { File = Text, Expected = expected, Actual = found };
}
