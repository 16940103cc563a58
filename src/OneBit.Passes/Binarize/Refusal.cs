namespace OneBit.Passes;

/// <summary>Why something that is binary stays float.</summary>
/// <param name="Layer">The layer, in the user's name.</param>
/// <param name="Code">A word that scripts can compare, such as <c>kernel-not-two-level</c>.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="Advice">What would change it; empty where nothing would.</param>
public sealed record Refusal(string Layer, string Code, string Reason, string Advice = "");
