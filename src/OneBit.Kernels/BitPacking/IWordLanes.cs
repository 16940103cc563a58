namespace OneBit.Kernels;

/// <summary>One word at a time: 32 values to a word and back. Every reference covers 32 values.</summary>
internal interface IWordLanes
{
    /// <summary>Bit i = x[i] &lt; t, or &gt; t where <paramref name="above"/>.</summary>
    static abstract uint Compare(ref float x, float t, bool above);

    /// <summary>Bit i = x[i] &lt; t[i], or &gt; where <paramref name="above"/>.</summary>
    static abstract uint Compare(ref float x, ref float t, bool above);

    /// <summary>Bit i = q[i] &lt; zeroPoint.</summary>
    static abstract uint Compare(ref sbyte q, sbyte zeroPoint);

    /// <summary>Bit i = b[i] = 0.</summary>
    static abstract uint IsZero(ref byte b);

    /// <summary>x[i] = bit i ? minus : plus.</summary>
    static abstract void Select(uint word, float plus, float minus, ref float x);

    /// <summary>b[i] = bit i ? minus : plus.</summary>
    static abstract void Select(uint word, byte plus, byte minus, ref byte b);
}
