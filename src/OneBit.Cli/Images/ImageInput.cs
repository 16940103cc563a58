using OneBit.Tensors;

namespace OneBit.Cli.Images;

/// <summary>The one input of a model that takes pictures, [1, height, width, channels], and how its elements are made of pixels.</summary>
internal sealed class ImageInput
{
    private readonly TensorInfo input;
    private readonly float[] mean;
    private readonly float[] std;

    /// <summary>Checks that <paramref name="model"/> takes pictures.</summary>
    /// <exception cref="InputException">It does not, or the card has the wrong number of channels.</exception>
    public ImageInput(Model model, ModelCard card)
    {
        if (model.Inputs.Count != 1 || model.Inputs[0].Shape is not { Rank: 4 } shape || shape[0] is not (1 or Shape.Unknown) || shape[1] <= 0 || shape[2] <= 0 || shape[3] is not (1 or 3))
            throw new InputException($"--image: expected a model with one input of shape [1,height,width,1 or 3]; this one has {string.Join(", ", model.Inputs)}; give it arrays with --input");
        input = model.Inputs[0];
        if (input.Element is not (DType.Float32 or DType.Int8 or DType.UInt8))
            throw new InputException($"--image: input {input} takes neither floats nor 8-bit integers; give it arrays with --input");
        mean = PerChannel(card.Mean ?? [0], "mean");
        std = PerChannel(card.Std ?? [1], "std");
        if (std.Any(s => s == 0 || !float.IsFinite(s)))
            throw new InputException("std is 0 or not finite; x = (pixel - mean) / std needs a divisor");
    }

    private int Channels => input.Shape[3];

    /// <summary>The picture in <paramref name="file"/> as the model takes it.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public Literal Read(string file, long maxBytes)
    {
        Picture picture = Picture.Read(file, input.Shape[2], input.Shape[1], maxBytes);
        var pixels = new float[picture.Width * picture.Height * Channels];
        for (int i = 0; i < pixels.Length; i++)
        {
            int channel = i % Channels;
            ReadOnlySpan<byte> rgba = picture.Rgba.AsSpan(i / Channels * 4, 4);
            float pixel = Channels == 1 ? Grey(rgba) : rgba[channel];
            pixels[i] = (pixel - mean[channel]) / std[channel];
        }
        var type = new TensorType(input.Element, input.Shape.With(0, 1), input.Quantization);
        return input.Element == DType.Float32 ? Literal.Of<float>(type, pixels) : Codes(type, pixels);
    }

    /// <summary>Luma of ITU-R BT.601; exact where the picture is grey.</summary>
    private static float Grey(ReadOnlySpan<byte> rgba) =>
        rgba[0] == rgba[1] && rgba[1] == rgba[2] ? rgba[0] : (0.299f * rgba[0]) + (0.587f * rgba[1]) + (0.114f * rgba[2]);

    private static Literal Codes(TensorType type, float[] reals)
    {
        (float scale, int zeroPoint) = type.Quantization is { } q ? (q.Scale, q.ZeroPoint) : (1f, 0);
        (int least, int most) = type.Element == DType.Int8 ? (-128, 127) : (0, 255);
        var codes = new byte[reals.Length];
        for (int i = 0; i < codes.Length; i++)
            codes[i] = unchecked((byte)(int)Math.Clamp(MathF.Round(reals[i] / scale) + zeroPoint, least, most));
        return new Literal(type, codes);
    }

    private float[] PerChannel(IReadOnlyList<float> values, string what)
    {
        if (values.Count != 1 && values.Count != Channels)
            throw new InputException($"{what} has {values.Count} values; expected one, or one for each of the {Channels} channels of input {input}");
        return [.. Enumerable.Range(0, Channels).Select(c => values[values.Count == 1 ? 0 : c])];
    }
}
