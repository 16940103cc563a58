using OneBit.Tensors;

namespace OneBit;

/// <summary>What callers may get wrong: each check says what was expected and what came.</summary>
internal static class Check
{
    public static void Index(int index, IReadOnlyList<TensorInfo> infos, string role)
    {
        if ((uint)index >= (uint)infos.Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"the model has {infos.Count} {role}s");
    }

    public static void Element<T>(TensorInfo info)
        where T : unmanaged
    {
        if (info.Element.ClrType() != typeof(T))
            throw new ArgumentException($"{info} has elements of type {info.Element.ClrType().Name}, not {typeof(T).Name}");
    }

    public static void Count(int given, IReadOnlyList<TensorInfo> inputs)
    {
        if (given != inputs.Count)
            throw new ArgumentException($"the model has {inputs.Count} inputs ({string.Join(", ", inputs)}); {given} were given");
    }

    public static void OneOutput(IReadOnlyList<TensorInfo> outputs)
    {
        if (outputs.Count != 1)
            throw new ArgumentException($"the model has {outputs.Count} outputs ({string.Join(", ", outputs)}), not one: run it with lists or by name");
    }

    public static void Length(int given, int expected, TensorInfo info)
    {
        if (given != expected)
            throw new ArgumentException($"{info} has {expected} elements; {given} were given");
    }

    public static void Shape(Shape given, Shape expected, TensorInfo info)
    {
        bool fits = given.Rank == expected.Rank;
        for (int i = 0; fits && i < expected.Rank; i++)
            fits = expected[i] == Tensors.Shape.Unknown ? given[i] >= 0 : given[i] == expected[i];
        if (!fits)
            throw new ArgumentException($"{info} has the shape {expected} in this session; {given} was given");
    }

    public static void Type(TensorType given, TensorInfo info)
    {
        if (given.Element != info.Element)
            throw new ArgumentException($"{info} has {info.Element.Name()} elements; {given} was given");
    }
}
