namespace OneBit.Converter;

/// <summary>Whole numbers of custom objects.</summary>
internal static class CustomCount
{
    /// <summary>The value, which must be whole and within a range.</summary>
    /// <exception cref="IR.ModelFormatException">It is not.</exception>
    public static int Of(CustomValue value, CustomObject instance, int least, int most)
    {
        float number = value.ScalarOf(instance);
        return number == MathF.Floor(number) && number >= least && number <= most ? (int)number : throw value.Source.Wrong(value.Key, $"a whole number from {least} to {most}", $"{number}");
    }
}
