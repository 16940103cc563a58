using CsCheck;
using OneBit.Tensors;
using Xunit;

namespace OneBit.IR.Tests.Inference;

/// <summary>Sizes and pads (F8) against windows that are counted one by one.</summary>
public sealed class WindowsTests
{
    private static readonly Gen<(int Input, int Filter, int Stride, int Dilation)> Sizes = Gen.Select(Gen.Int[1, 40], Gen.Int[1, 7], Gen.Int[1, 5], Gen.Int[1, 4]);

    [Fact]
    public void Valid_windows_are_those_that_lie_inside() => Sizes.Sample(
        s =>
        {
            int inside = Enumerable.Range(0, s.Input).Count(start => start % s.Stride == 0 && start + ((s.Filter - 1) * s.Dilation) < s.Input);
            Assert.Equal(inside, Windows.OutputSize(s.Input, s.Filter, s.Stride, s.Dilation, Padding.Valid));
        },
        seed: "0N0XIzNsQ0O2");

    [Fact]
    public void Same_pads_are_even_and_just_enough_for_the_last_window() => Sizes.Sample(
        s =>
        {
            int output = Windows.OutputSize(s.Input, s.Filter, s.Stride, s.Dilation, Padding.Same);
            (int before, int after) = Windows.Pads(s.Input, s.Filter, s.Stride, s.Dilation, Padding.Same);
            int reached = ((output - 1) * s.Stride) + ((s.Filter - 1) * s.Dilation) + 1;
            Assert.Equal((s.Input + s.Stride - 1) / s.Stride, output);
            Assert.InRange(after - before, 0, 1);
            Assert.Equal(Math.Max(s.Input, reached), s.Input + before + after);
        },
        seed: "0N0XIzNsQ0O2");

    [Fact]
    public void Pads_that_are_known_without_the_size_are_those_of_every_size() => Sizes.Sample(
        s =>
        {
            (int, int)?[] pads = [.. Enumerable.Range(1, 24).Select(input => Windows.KnownPads(input, s.Filter, s.Stride, s.Dilation, Padding.Same))];
            (int, int)? known = Windows.KnownPads(Shape.Unknown, s.Filter, s.Stride, s.Dilation, Padding.Same);
            if (known is not null || pads.Distinct().Count() == 1)
                Assert.All(pads, each => Assert.Equal(known, each));
            Assert.Equal((0, 0), Windows.KnownPads(Shape.Unknown, s.Filter, s.Stride, s.Dilation, Padding.Valid));
        },
        seed: "0N0XIzNsQ0O2");

    [Fact]
    public void Unknown_sizes_stay_unknown() => Assert.Equal(Shape.Unknown, Windows.OutputSize(Shape.Unknown, 3, 2, 1, Padding.Valid));
}
