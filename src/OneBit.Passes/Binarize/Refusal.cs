namespace OneBit.Passes;

/// <summary>Why a layer with binary weights or inputs stays as it is.</summary>
/// <param name="Layer">The user's name for the layer.</param>
/// <param name="Code">A short word for scripts, such as <c>groups-not-32</c>.</param>
/// <param name="Reason">Why, in one sentence without its layer.</param>
/// <param name="Advice">What the user could change; empty where nothing helps.</param>
public sealed record Refusal(string Layer, string Code, string Reason, string Advice);
