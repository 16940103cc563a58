using System.Text.Json;
using OneBit.Converter;
using OneBit.IR;
using OneBit.Passes;
using OneBit.Runtime;
using OneBit.Tensors;
using OneBit.Testing;
using OneBit.TfLite;

namespace OneBit.Conformance;

/// <summary>Models of the family <c>convert</c> taken through the converter: what comes out on each way, beside what Keras computed.</summary>
internal static class Conversions
{
    private static readonly Lazy<CustomObjects> Customs = new(() => CustomsFile.Read(Shared.Path("golden", "convert", "customs.json")));

    /// <summary>Cases with a model file and Keras's outputs.</summary>
    public static IReadOnlyList<string> Cases { get; } = [.. ModelCase.Named("convert", "keras_out_0.npy").Where(name => Files(ModelCase.Of("convert", name)).Count > 0)];

    /// <summary>The model files of a case.</summary>
    public static IReadOnlyList<string> Files(ModelCase one) =>
        [.. new[] { "model.h5", "model.keras" }.Where(one.Has).Select(file => Path.Combine(one.Folder, file))];

    /// <summary>The imported graph, unconverted.</summary>
    public static ImportedModel Import(string file) => OneBit.Converter.Converter.Import(file, new ImportOptions { Customs = Customs.Value });

    /// <summary>The converted model; open image sizes stay open.</summary>
    public static ConversionResult Convert(string file, ConversionTarget target, bool exactFloat = false) =>
        OneBit.Converter.Converter.Convert(file, new ConvertOptions { Target = target, Customs = Customs.Value, ExactFloat = exactFloat });

    /// <summary>The converted bytes with open sizes as the case's inputs have them: stock interpreters take no others without being told to resize.</summary>
    public static ReadOnlyMemory<byte> Sized(ModelCase one, ConversionResult result)
    {
        if (result.Graph.Inputs.All(input => input.Type.Shape.IsStatic))
            return result.Bytes;
        return TfLiteWriter.Write(GraphShapes.WithInputs(Read(result), [.. one.Arrays("in").Select(array => array.Shape.With(0, 1))]));
    }

    /// <summary>The graph of converted bytes.</summary>
    public static Graph Read(ConversionResult result) => TfLiteReader.Read(result.Bytes, new TfLiteReadOptions { FileName = "converted" });

    /// <summary>How <paramref name="actual"/> differs from Keras; null where it does not by more than the case allows, times <paramref name="slack"/>. Where Keras gives NaN anything goes: bits hold none.</summary>
    public static string? Difference(ModelCase one, IReadOnlyList<NumpyArray> actual, double slack = 1)
    {
        IReadOnlyList<NumpyArray> expected = one.Arrays("keras_out");
        if (expected.Count != actual.Count)
            return $"{actual.Count} outputs where there should be {expected.Count}";
        double?[] bounds = Bounds(one, expected.Count);
        for (int k = 0; k < actual.Count; k++)
        {
            double[] e = expected[k].ToDoubles();
            double bound = bounds[k] ?? 1e-5 * Math.Max(1, e.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max());
            var free = Enumerable.Range(0, e.Length).Where(i => double.IsNaN(e[i])).ToHashSet();
            if (new Tolerance((slack * bound) + 1e-30).Difference(actual[k], expected[k], free) is { } difference)
                return $"output {k}: {difference}";
        }
        return null;
    }

    private static double?[] Bounds(ModelCase one, int outputs)
    {
        using JsonDocument meta = JsonDocument.Parse(File.ReadAllText(Path.Combine(one.Folder, "meta.json")));
        if (!meta.RootElement.TryGetProperty("tolerance", out JsonElement tolerance) || tolerance.ValueKind != JsonValueKind.Object || !tolerance.TryGetProperty("against_keras_out", out JsonElement bounds))
            return new double?[outputs];
        double?[] given = bounds.ValueKind == JsonValueKind.Array
            ? [.. bounds.EnumerateArray().Select(bound => bound.ValueKind == JsonValueKind.Number ? bound.GetDouble() : (double?)null)]
            : [bounds.GetDouble()];
        return [.. Enumerable.Range(0, outputs).Select(k => k < given.Length ? given[k] : null)];
    }
}
