using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Analysis.Tests;

/// <summary>Numbers for models with known answers: each is a function of its key.</summary>
internal static class Noise
{
    private static readonly DrawPurpose Purpose = new(250);

    public static double Normal(int trial, int replicate, int design = 0) => new Draws(42, (uint)trial).Normal(Purpose, replicate, 0, design);

    public static double Uniform(int trial, int replicate, int column = 0) => new Draws(43, (uint)trial).Uniform(Purpose, replicate, 0, column);
}
