namespace OneBit.Repository.Tests;

/// <summary>The program of README.md, word for word but for its using directive, which the namespace makes needless here.</summary>
internal static class ReadMeSnippet
{
    public static void Run()
    {
        using var model = Model.Load("samples/fashion/bipolar-plain.tflite");
        using Session session = model.CreateSession();

        float[] pixels = new float[28 * 28]; // (pixel / 127.5) - 1, row by row
        float[] logits = new float[10];
        session.Run(pixels, logits);

        int best = Array.IndexOf(logits, logits.Max());
        Console.WriteLine($"class {best} of {logits.Length}");
    }
}
