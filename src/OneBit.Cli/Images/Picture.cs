using SkiaSharp;

namespace OneBit.Cli.Images;

/// <summary>A decoded picture: 8-bit red, green, blue, alpha per pixel, row by row.</summary>
internal sealed record Picture(int Width, int Height, byte[] Rgba)
{
    /// <summary>Decodes PNG, JPEG, WebP, BMP or GIF and scales it to <paramref name="width"/> × <paramref name="height"/>; pixels are untouched where it has that size.</summary>
    /// <param name="maxBytes">A picture that needs more memory is refused before it is decoded.</param>
    /// <exception cref="InputException">The file is missing, damaged, or not a picture.</exception>
    public static Picture Read(string file, int width, int height, long maxBytes)
    {
        byte[] encoded = Bytes(file, maxBytes);
        using SKData memory = SKData.CreateCopy(encoded);
        using SKCodec codec = SKCodec.Create(memory) ?? throw new InputException($"{file}: is not a picture that can be decoded; PNG and JPEG are");
        SKImageInfo info = new(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        if ((long)info.Width * info.Height * 4 > maxBytes)
            throw new InputException($"{file}: {info.Width} x {info.Height} pixels need more memory than is allowed; raise --max-memory");
        using var bitmap = new SKBitmap(info);
        if (codec.GetPixels(info, bitmap.GetPixels()) != SKCodecResult.Success)
            throw new InputException($"{file}: the picture is damaged or incomplete");
        if (info.Width == width && info.Height == height)
            return new Picture(width, height, bitmap.GetPixelSpan().ToArray());
        // Mipmaps keep a large photo from aliasing where it shrinks by more than two.
        using SKBitmap scaled = bitmap.Resize(info.WithSize(width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear))
            ?? throw new InputException($"{file}: {info.Width} x {info.Height} pixels cannot be scaled to {width} x {height}");
        return new Picture(width, height, scaled.GetPixelSpan().ToArray());
    }

    private static byte[] Bytes(string file, long maxBytes)
    {
        try
        {
            if (new FileInfo(file) is { Exists: true } found && found.Length > Math.Min(maxBytes, Array.MaxLength))
                throw new InputException($"{file}: has {found.Length} bytes, more than is allowed; raise --max-memory");
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: the picture cannot be read ({FileErrors.Reason(e)})", e);
        }
    }
}
