using System.Runtime.Intrinsics;

namespace OneBit.Kernels;

/// <summary>A function of a float whose constants hang on the element's number, with a period.</summary>
public interface IChannelFunction
{
    /// <summary>Elements after which the constants come again.</summary>
    int Period { get; }

    /// <summary>Elements [at, at + 8) of a period.</summary>
    Vector256<float> Apply(Vector256<float> x, int at);

    /// <summary>Element <paramref name="at"/> of a period.</summary>
    float Apply(float x, int at);
}
