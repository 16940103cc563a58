namespace OneBit.Runtime;

/// <summary>A tensor of a plan, by number; where it lies is the plan's business.</summary>
public readonly record struct Slot(int Index);
