namespace TwinningSim.Kernel.Randomness;

/// <summary>A sequence of draws under one key, for samplers that need an unknown number of uniforms. Up to 4095 blocks of four words.</summary>
public struct DrawStream
{
    private readonly uint _c0, _c1, _c2, _replicate, _k0, _k1;
    private uint _block;
    private int _word;
    private PhiloxBlock _words;

    internal DrawStream(Draws draws, DrawPurpose purpose, int agent, int month, int index)
    {
        // The agent's number enters whole here: a stream shares its blocks with no neighbour. Block 0 belongs to the single draws.
        _c0 = (uint)agent;
        _c1 = (uint)index;
        _c2 = ((uint)purpose.Code << 24) | ((uint)month << 12);
        _replicate = draws.Replicate;
        _k0 = (uint)draws.Seed;
        _k1 = (uint)(draws.Seed >> 32);
        _block = 0;
        _word = 4;
        _words = default;
    }

    /// <summary>The next 32 random bits.</summary>
    /// <exception cref="InvalidOperationException">More than 16,380 words were asked for under one key.</exception>
    public uint NextBits()
    {
        if (_word == 4)
        {
            if (++_block > 4095) throw new InvalidOperationException("A draw stream gives at most 16,380 words; use another key.");
            _words = Philox.Block(_c0, _c1, _c2 | _block, _replicate, _k0, _k1);
            _word = 0;
        }
        return _words[_word++];
    }

    /// <summary>The next uniform number strictly between 0 and 1.</summary>
    public double NextUniform() => Draws.ToUniform(NextBits());
}
