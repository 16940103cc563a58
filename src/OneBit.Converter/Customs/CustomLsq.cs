using OneBit.IR;
using OneBit.Layers;

namespace OneBit.Converter;

/// <summary>Learned step size quantization as a user describes it: unsigned step·round(clip(x/step, 0, 2^bits − 1)), signed the same over −2^(bits−1) to 2^(bits−1) − 1.</summary>
internal sealed record CustomLsq(CustomSource Source, CustomFlag Signed, CustomValue Bits, CustomValue Step)
{
    private const string Key = "lsq";
    private const int MaxBits = 16;

    /// <summary>Reads <c>signed</c>, <c>bits</c> and <c>step</c>.</summary>
    /// <exception cref="ModelFormatException">A key is missing, unknown or wrong.</exception>
    public static CustomLsq Read(CustomSource source, CustomMembers members)
    {
        members.Only(Key);
        CustomMembers lsq = members.Object(Key);
        lsq.Only("signed", "bits", "step");
        return new CustomLsq(source, lsq.Flag("signed"), lsq.Value("bits"), lsq.Value("step"));
    }

    /// <summary>The quantizer of one object of a model.</summary>
    /// <exception cref="ModelFormatException">The object lacks a value, or it is out of range.</exception>
    public Quantizer Create(CustomObject instance)
    {
        int bits = CustomCount.Of(Bits, instance, 1, MaxBits);
        float step = Step.ScalarOf(instance);
        return step > 0 ? new Lsq { Step = step, Bits = bits, Signed = Signed.Of(instance) } : throw Source.Wrong(Step.Key, "a step above 0", $"{step}");
    }
}
