using OneBit.Kernels.Tests.Support;
using Xunit;

namespace OneBit.Kernels.Tests.Choice;

public sealed class KernelJobTests
{
    private static BinaryConvolutionShape Binary { get; } = new()
    {
        InputHeight = 56,
        InputWidth = 56,
        InputChannels = 64,
        OutputHeight = 28,
        OutputWidth = 28,
        OutputChannels = 128,
        FilterHeight = 3,
        FilterWidth = 3,
        StrideHeight = 2,
        StrideWidth = 2,
        PadTop = 1,
        PadLeft = 1,
    };

    [Fact]
    public void A_job_is_its_family_and_its_shape_in_one_line()
    {
        Assert.Equal("binary-convolution 1x56x56x64 to 28x28x128, 3x3, stride 2x2, pad 1x1", new BinaryConvolutionJob(Binary).ToString());
        var window = FloatInputs.Same(7, 1, 1) with { Batch = 2, DilationY = 3, DilationX = 2 };
        Assert.Equal("float-convolution 2x7x7x6 to 7x7x4, 1x1, dilation 3x2, groups 2", new FloatConvolutionJob(new ConvolutionShape(window, 6, 4, 2)).ToString());
    }

    [Fact]
    public void Jobs_of_equal_shapes_are_equal_whatever_binary_ones_pad_with()
    {
        Assert.Equal(new BinaryConvolutionJob(Binary), new BinaryConvolutionJob(Binary with { Padding = BinaryPadding.Zero }));
        Assert.NotEqual(new BinaryConvolutionJob(Binary), new BinaryConvolutionJob(Binary with { PadTop = 0 }));
    }

    [Fact]
    public void Candidates_are_the_supported_rows_that_serve_the_shape_and_the_pick_is_the_cheapest()
    {
        var job = new BinaryConvolutionJob(Binary);
        IReadOnlyList<KernelCandidate> candidates = job.Candidates();
        Assert.Equal(BinaryConvolution.Catalogue.Rows.Where(row => row.IsSupported && row.Applies(Binary)), candidates.Select(candidate => candidate.Kernel));
        Assert.All(candidates, candidate => Assert.InRange(candidate.Cycles, 1, 1e9));
        Assert.SkipWhen(Environment.GetEnvironmentVariable(BinaryConvolution.Catalogue.Variable) is { Length: > 0 }, "a row is forced");
        Assert.Same(candidates.MinBy(candidate => candidate.Cycles)!.Kernel, job.Pick());
    }

    [Fact]
    public void Rows_whose_counters_are_too_small_are_no_candidates()
    {
        var deep = new BinaryConvolutionJob(Binary with { InputChannels = 65536 });
        // Population counts are the rows with counters of 32 bits.
        Assert.All(deep.Candidates(), candidate => Assert.EndsWith("Popcount", candidate.Kernel.Name, StringComparison.Ordinal));
        Assert.Same(deep.Pick(), deep.Pick("Sse42PairCode"));
    }

    [Fact]
    public void A_choice_is_taken_where_it_is_a_candidate()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(BinaryConvolution.Catalogue.Variable) is { Length: > 0 }, "a row is forced");
        var job = new BinaryConvolutionJob(Binary);
        Assert.All(job.Candidates(), candidate => Assert.Same(candidate.Kernel, job.Pick(candidate.Kernel.Name)));
        Assert.Same(job.Pick(), job.Pick("NoSuchKernel"));
        var floats = new FloatConvolutionJob(new ConvolutionShape(FloatInputs.Same(7, 3, 1), 6, 4));
        Assert.All(floats.Candidates(), candidate => Assert.Same(candidate.Kernel, floats.Pick(candidate.Kernel.Name)));
    }

    [Fact]
    public void Estimates_of_the_largest_shapes_do_not_overflow()
    {
        var pixel = new WindowShape { Batch = int.MaxValue, InputHeight = 1, InputWidth = 1, OutputHeight = 1, OutputWidth = 1, FilterHeight = 1, FilterWidth = 1 };
        Assert.InRange(FloatConvolutionCost.Cycles(new ConvolutionShape(pixel, 1, 1), 8, 2), 1e9, 1e12);
        Assert.InRange(FloatConvolutionCost.Cycles(new ConvolutionShape(pixel with { Batch = 1, OutputHeight = 1 << 30, PadTop = 1 << 30 }, 1, 1), 8, 2), 1e9, 1e12);
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(8, 8)]
    [InlineData(16, 16)]
    [InlineData(64, 16)]
    [InlineData(72, 8)]
    public void Wide_vectors_cost_less_where_a_layer_fills_them_and_more_where_it_does_not(int outputs, int fillsLanes)
    {
        var shape = new ConvolutionShape(FloatInputs.Same(28, 3, 1), 32, outputs);
        (int Lanes, int Vectors)[] rows = [(16, 4), (8, 2), (4, 2)];
        double Cost((int Lanes, int Vectors) row) => FloatConvolutionCost.Cycles(shape, row.Lanes, row.Vectors);
        Assert.All(rows.Where(row => row.Lanes < fillsLanes), row => Assert.True(Cost(row) > Cost(rows.First(r => r.Lanes == fillsLanes)), $"{row.Lanes} lanes"));
        if (outputs == fillsLanes)
            Assert.All(rows.Where(row => row.Lanes > fillsLanes), row => Assert.True(Cost(row) > Cost(rows.First(r => r.Lanes == fillsLanes)), $"{row.Lanes} lanes"));
    }
}
