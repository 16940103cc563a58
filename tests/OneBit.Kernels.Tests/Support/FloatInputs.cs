using CsCheck;

namespace OneBit.Kernels.Tests.Support;

/// <summary>Operands of the float and int8 kernels' tests.</summary>
internal static class FloatInputs
{
    public static float[] Uniform(int length, int seed)
    {
        var random = new Random(seed);
        var values = new float[length];
        for (int i = 0; i < length; i++)
            values[i] = (float)(random.NextDouble() * 4 - 2);
        return values;
    }

    public static sbyte[] Bytes(int length, int seed)
    {
        var random = new Random(seed);
        var values = new sbyte[length];
        for (int i = 0; i < length; i++)
            values[i] = (sbyte)random.Next(-128, 128);
        return values;
    }

    /// <summary>Windows of any stride, dilation and padding, also such that lie wholly or partly outside the image.</summary>
    public static Gen<WindowShape> Windows { get; } =
        from batch in Gen.Int[1, 2]
        from height in Gen.Int[1, 9]
        from width in Gen.Int[1, 17]
        from filterHeight in Gen.Int[1, 4]
        from filterWidth in Gen.Int[1, 4]
        from stride in Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3])
        from dilation in Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3])
        from top in Gen.Int[0, 3]
        from left in Gen.Int[0, 3]
        from more in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3])
        select new WindowShape
        {
            Batch = batch,
            InputHeight = height,
            InputWidth = width,
            FilterHeight = filterHeight,
            FilterWidth = filterWidth,
            StrideY = stride.Item1,
            StrideX = stride.Item2,
            DilationY = dilation.Item1,
            DilationX = dilation.Item2,
            PadTop = top,
            PadLeft = left,
            OutputHeight = Outputs(height + top + more.Item1, filterHeight, stride.Item1, dilation.Item1),
            OutputWidth = Outputs(width + left + more.Item2, filterWidth, stride.Item2, dilation.Item2),
        };

    /// <summary>Channel counts on and around the widths of vectors and panels.</summary>
    public static Gen<int> Channels { get; } = Gen.OneOf(Gen.Int[1, 20], Choice(31, 32, 33, 48, 63, 64, 65, 80, 129));

    /// <summary>A window over two images with wide rows, whose filter hangs over on one side.</summary>
    public static WindowShape Wide { get; } = new() { Batch = 2, InputHeight = 3, InputWidth = 31, OutputHeight = 4, OutputWidth = 33, FilterHeight = 3, FilterWidth = 5, PadTop = 2, PadLeft = 4 };

    /// <summary>The square window of a convolution that keeps or divides the image size.</summary>
    public static WindowShape Same(int size, int filter, int stride)
    {
        int outputs = (size + stride - 1) / stride;
        int pad = Math.Max(0, (outputs - 1) * stride + filter - size) / 2;
        return new WindowShape
        {
            InputHeight = size,
            InputWidth = size,
            OutputHeight = outputs,
            OutputWidth = outputs,
            FilterHeight = filter,
            FilterWidth = filter,
            StrideY = stride,
            StrideX = stride,
            PadTop = pad,
            PadLeft = pad,
        };
    }

    /// <summary>One of the given numbers; a repeated one is as much likelier.</summary>
    public static Gen<int> Choice(params int[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static int Outputs(int padded, int filter, int stride, int dilation) => Math.Max(1, (padded - (filter - 1) * dilation - 1) / stride + 1);
}
