using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Where a tensor lies: in the arena, or in the model's own memory.</summary>
internal readonly record struct Place(int Offset, int Length, Literal? Constant);
