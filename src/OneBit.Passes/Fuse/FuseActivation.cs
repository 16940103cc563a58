using OneBit.IR;
using static OneBit.Passes.Rule;

namespace OneBit.Passes;

/// <summary>
/// Takes a clamp into the op in front of it. Exact for codes too where both have one quantization: the clamp of codes then rescales by 1.
/// Integers that are no codes wrap behind the clamp instead of in front of it, and are left alone.
/// </summary>
public static class FuseActivation
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = new("fuse-activation", "Takes Relu, Relu6 and ReluN1To1 into the op in front of them.")
    {
        Rules = [Exact(IntoConv2D), Exact(IntoDepthwiseConv2D), Exact(IntoFullyConnected), Exact(IntoArithmetic), Exact(IntoPool2D)],
    };

    // relu(conv(x, w, b)) = conv{relu}(x, w, b)
    private static Value? IntoConv2D(Value root, Rewriter g) => root switch
    {
        (Unary clamp, [(Conv2D { Activation: Activation.None } conv, var operands) { HasOneUse: true } y]) when Fusable(clamp, y, root) is { } activation
            => g.Emit(conv with { Activation = activation }, operands),
        _ => null,
    };

    // relu(depthwise(x, w, b)) = depthwise{relu}(x, w, b)
    private static Value? IntoDepthwiseConv2D(Value root, Rewriter g) => root switch
    {
        (Unary clamp, [(DepthwiseConv2D { Activation: Activation.None } conv, var operands) { HasOneUse: true } y]) when Fusable(clamp, y, root) is { } activation
            => g.Emit(conv with { Activation = activation }, operands),
        _ => null,
    };

    // relu(x·wᵀ + b) = dense{relu}(x, w, b)
    private static Value? IntoFullyConnected(Value root, Rewriter g) => root switch
    {
        (Unary clamp, [(FullyConnected { Activation: Activation.None } dense, var operands) { HasOneUse: true } y]) when Fusable(clamp, y, root) is { } activation
            => g.Emit(dense with { Activation = activation }, operands),
        _ => null,
    };

    // relu(x ∘ y) = (∘{relu})(x, y)
    private static Value? IntoArithmetic(Value root, Rewriter g) => root switch
    {
        (Unary clamp, [(Binary { Activation: Activation.None, Kind: BinaryKind.Add or BinaryKind.Sub or BinaryKind.Mul or BinaryKind.Div } op, var operands) { HasOneUse: true } y])
            when Fusable(clamp, y, root) is { } activation
            => g.Emit(op with { Activation = activation }, operands),
        _ => null,
    };

    // relu(pool(x)) = pool{relu}(x)
    private static Value? IntoPool2D(Value root, Rewriter g) => root switch
    {
        (Unary clamp, [(Pool2D { Activation: Activation.None } pool, var operands) { HasOneUse: true } y]) when Fusable(clamp, y, root) is { } activation
            => g.Emit(pool with { Activation = activation }, operands),
        _ => null,
    };

    private static Activation? Fusable(Unary clamp, Value y, Value root) => y.IsReal && y.Type == root.Type ? Clamp(clamp.Kind) : null;

    private static Activation? Clamp(UnaryKind kind) => kind switch
    {
        UnaryKind.Relu => Activation.Relu,
        UnaryKind.Relu6 => Activation.Relu6,
        UnaryKind.ReluN1To1 => Activation.ReluN1To1,
        _ => null,
    };
}
