using MathNet.Numerics.Random;

namespace TwinningSim.Kernel.Randomness;

/// <summary>
/// A MathNet.Numerics random source on one key, so that its distributions can be drawn from: <c>StudentT.Sample(new KeyedRandomSource(draws.Stream(...)), 0, 1, 5)</c>.
/// What MathNet makes of the uniforms uses <see cref="Math"/> and may differ in the last bit between machines: for analysis and tests, not for the model.
/// </summary>
/// <param name="stream">Where the words come from; the source works on its own copy, two words for each number.</param>
public sealed class KeyedRandomSource(DrawStream stream) : RandomSource(threadSafe: false)
{
    private DrawStream _stream = stream;

    /// <summary>A number strictly between 0 and 1 with 52 random digits.</summary>
    /// <exception cref="InvalidOperationException">The stream has come to its end.</exception>
    protected override double DoSample()
    {
        ulong high = _stream.NextBits(), low = _stream.NextBits();
        return (((high << 20) | (low >> 12)) + 0.5) * (1.0 / (1UL << 52));
    }
}
