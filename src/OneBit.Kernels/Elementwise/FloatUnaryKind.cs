namespace OneBit.Kernels;

/// <summary>Functions of one float32; NaN gives NaN and infinities their limits.</summary>
public enum FloatUnaryKind
{
    /// <summary>|x|.</summary>
    Abs,

    /// <summary>−x.</summary>
    Neg,

    /// <summary>eˣ, within 2 ulp.</summary>
    Exp,

    /// <summary>√x; NaN below 0.</summary>
    Sqrt,

    /// <summary>1/√x; NaN below 0, an infinity at ±0.</summary>
    Rsqrt,

    /// <summary>x².</summary>
    Square,

    /// <summary>tanh x, within 1e-6 of its value.</summary>
    Tanh,

    /// <summary>1/(1 + e⁻ˣ), within 1e-6 of its value where that is normal.</summary>
    Logistic,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x clamped to [0, 6].</summary>
    Relu6,

    /// <summary>x clamped to [−1, 1].</summary>
    ReluN1To1,

    /// <summary>x ≥ 0 ? x : slope·x, where the slope is the parameter.</summary>
    LeakyRelu,

    /// <summary>x·relu6(x + 3)/6.</summary>
    HardSwish,

    /// <summary>x ≥ 0 ? x : eˣ − 1.</summary>
    Elu,

    /// <summary>x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))/2.</summary>
    GeluTanh,

    /// <summary>⌊x⌋.</summary>
    Floor,

    /// <summary>⌈x⌉.</summary>
    Ceil,

    /// <summary>The nearest integer, half to even.</summary>
    Round,
}
