using System.Runtime.InteropServices;

namespace OneBit.Runtime;

/// <summary>Where the tensors of one runner lie.</summary>
public sealed class StepContext
{
    private readonly Place[] places;

    internal StepContext(Place[] places, Memory<byte> arena)
    {
        this.places = places;
        Arena = arena;
    }

    internal Memory<byte> Arena { get; }

    /// <summary>The elements of a tensor.</summary>
    public ReadOnlySpan<T> Read<T>(Slot slot)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(ReadBytes(slot).Span);

    /// <summary>The elements of a tensor that the step computes.</summary>
    public Span<T> Write<T>(Slot slot)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(WriteBytes(slot).Span);

    /// <summary>The bytes of a tensor.</summary>
    internal ReadOnlyMemory<byte> ReadBytes(Slot slot)
    {
        ref readonly Place place = ref places[slot.Index];
        return place.Constant is { } constant ? constant.Bytes : Arena.Slice(place.Offset, place.Length);
    }

    /// <summary>The bytes of a tensor that is not constant.</summary>
    internal Memory<byte> WriteBytes(Slot slot)
    {
        ref readonly Place place = ref places[slot.Index];
        return place.Constant is null ? Arena.Slice(place.Offset, place.Length) : throw new InvalidOperationException("constants are not written");
    }
}
