using System.Runtime.Intrinsics;
using CsCheck;
using TwinningSim.Kernel.Columns;
using TwinningSim.Kernel.Numerics;
using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Kernel.Tests.Numerics;

public class LanesTests
{
    [Fact]
    public void Every_lane_gets_what_the_plain_conversion_gives()
        => Gen.Select(Gen.Double.Array[8], Gen.Float.Array[8], Gen.UInt.Array[8]).Sample((doubles, floats, words) =>
        {
            Vector512<double> widened = Lanes.Widen(Vector256.Create(floats)), uniforms = Lanes.ToUniform(Vector256.Create(words));
            Vector256<float> narrowed = Lanes.Narrow(Vector512.Create(doubles));
            for (int l = 0; l < 8; l++)
            {
                Assert.Equal(floats[l], widened[l]);
                Assert.Equal((float)doubles[l], narrowed[l]);
                Assert.Equal(Draws.ToUniform(words[l]), uniforms[l]);
            }
        });

    [Fact]
    public void Masks_have_the_bits_in_their_lanes()
    {
        for (uint bits = 0; bits < 256; bits++)
        {
            Assert.Equal(bits, (uint)Lanes.MaskOf(bits).ExtractMostSignificantBits());
            Assert.Equal(bits, Lanes.NarrowMask(Lanes.MaskOf(bits)).ExtractMostSignificantBits());
        }
    }

    [Fact]
    public void Rows_become_columns_with_and_without_wide_registers()
    {
        Vector512<double>[] v = [.. Enumerable.Range(0, 8).Select(r => Vector512.Create(Enumerable.Range(0, 8).Select(c => (10.0 * r) + c).ToArray()))], w = [.. v];
        Lanes.Transpose(ref v[0], ref v[1], ref v[2], ref v[3], ref v[4], ref v[5], ref v[6], ref v[7]);
        Lanes.TransposeByLane(ref w[0], ref w[1], ref w[2], ref w[3], ref w[4], ref w[5], ref w[6], ref w[7]);
        for (int r = 0; r < 8; r++)
        {
            for (int c = 0; c < 8; c++) Assert.Equal((10.0 * c) + r, v[r][c]);
        }
        Assert.Equal(v, w);
    }

    [Fact]
    public void A_column_comes_and_goes()
    {
        float[] floats = [.. Enumerable.Range(0, 20).Select(i => (float)i)];
        double[] doubles = [.. floats];
        Lanes.Store(Lanes.Load(floats, 3), floats, 11);
        Lanes.Store(Lanes.Load(doubles, 3), doubles, 11);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 3, 4, 5, 6, 7, 8, 9, 10, 19], floats);
        Assert.Equal(doubles, floats.Select(f => (double)f));
    }

    [Fact]
    public void Halves_hold_two_numbers_eight_times_each()
        => Assert.Equal(Vector512.Create(Vector256.Create(2f), Vector256.Create(3f)), Lanes.Halves(2, 3));

    [Fact]
    public void The_ceiling_in_lanes_is_never_below_the_logistic_function_a_little_further_on_and_seldom_far_above()
    {
        for (float x = -40; x <= 40; x += 0.001953125f)
        {
            Vector512<float> ceilings = Lanes.SigmoidCeiling(Vector512.Create(x));
            Assert.Equal(Vector512.Create(ceilings[0]), ceilings);
            Assert.True(ceilings[0] >= PortableMath.Sigmoid(x + (1.0 / 256)));
            if (x >= -6) Assert.True(ceilings[0] <= PortableMath.Sigmoid(x) * 1.3); // e^(1/4 + 1/256)
        }
        Assert.True(Lanes.SigmoidCeiling(Vector512.Create(float.NaN))[5] >= 1);
        Assert.True(Lanes.SigmoidCeiling(Vector512.Create(float.PositiveInfinity))[5] >= 1);
        Assert.True(Lanes.SigmoidCeiling(Vector512.Create(float.NegativeInfinity))[5] < 0.01f);
        // Every lane looks up its own place.
        Vector512<float> places = Vector512.Create<float>([.. Enumerable.Range(0, 16).Select(l => (l * 0.5f) - 5.9f)]);
        for (int l = 0; l < 16; l++) Assert.Equal(Lanes.SigmoidCeiling(Vector512.Create(places[l]))[0], Lanes.SigmoidCeiling(places)[l]);
        Assert.Equal(Lanes.SigmoidCeiling(places), Lanes.LookUp(Vector512.ConvertToInt32((places * 4f) + Vector512.Create(24.015625f))));
    }

    [Fact]
    public unsafe void An_aligned_column_begins_a_cache_line_and_keeps_what_is_written()
    {
        foreach (int length in (int[])[0, 1, 8, 1000])
        {
            var column = new AlignedColumn<float>(length);
            Assert.Equal(length, column.Span.Length);
            Assert.Equal(0, (nint)column.Pointer & 63);
            column.Span.Fill(3);
            for (int i = 0; i < length; i++) Assert.Equal(3, column.Pointer[i]);
            Assert.Throws<ArgumentOutOfRangeException>(() => column[length]);
            Assert.Throws<ArgumentOutOfRangeException>(() => column[-1]);
            if (length == 0) continue;
            column[length - 1] = 4;
            Assert.Equal(4, column.AsSpan(length - 1, 1)[0]);
            Assert.Equal(0, (nint)new AlignedColumn<double>(length).Pointer & 63);
            Assert.Equal(0, (nint)new AlignedColumn<ushort>(length).Pointer & 63);
        }
    }

    [Fact]
    public void The_ceiling_of_the_logistic_function_is_never_below_it_and_never_far_above()
    {
        for (double x = -40; x <= 40; x += 0.00390625)
        {
            Assert.True(PortableMath.SigmoidCeiling(x) >= PortableMath.Sigmoid(x));
            if (x >= -16) Assert.True(PortableMath.SigmoidCeiling(x) <= PortableMath.Sigmoid(x) * 1.1332); // e^(1/8)
        }
        Assert.Equal(1, PortableMath.SigmoidCeiling(double.NaN));
        Assert.Equal(1, PortableMath.SigmoidCeiling(double.PositiveInfinity));
    }

    [Fact]
    public void Eight_rows_are_summed_each_in_the_order_of_one_row() => Gen.Float[-1e6f, 1e6f].Array[128].Sample(values =>
    {
        var column = new AlignedColumn<float>(values.Length);
        values.CopyTo(column.Span);
        for (int at = 0; at <= 64; at += 8)
        {
            Vector256<float> sums = Lanes.SumsOfRows(column, at);
            for (int row = 0; row < 8; row++) Assert.Equal(Bits(Lanes.SumInOrder(Lanes.Load(column, at + (8 * row)))), Bits(sums[row]));
            // Halves, quarters, eighths.
            float[] v = values[at..(at + 8)];
            Assert.Equal(Bits(v[0] + v[4] + (v[2] + v[6]) + (v[1] + v[5] + (v[3] + v[7]))), Bits(sums[0]));
        }

        static int Bits(float value) => BitConverter.SingleToInt32Bits(value);
    }, iter: 50);
}
