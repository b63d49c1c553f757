namespace TwinningSim.Kernel.Randomness;

/// <summary>What a draw is for. Each purpose has random numbers of its own, so that a process which draws more or less leaves the luck of all others alone.</summary>
/// <param name="Code">The number that enters the key; unique in a model.</param>
public readonly record struct DrawPurpose(byte Code);
