using OneBit.Passes;

namespace OneBit.Converter;

/// <summary>How reports spell things.</summary>
internal static class Words
{
    public static string Of(ConversionTarget target) => target == ConversionTarget.Lce ? "lce" : "onebit";

    public static string Of(LayerKind kind) => kind switch
    {
        LayerKind.Binary => "binary",
        LayerKind.Int8 => "int8",
        LayerKind.Float => "float",
        _ => "none",
    };
}
