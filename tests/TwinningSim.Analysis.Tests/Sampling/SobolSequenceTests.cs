using System.Globalization;
using TwinningSim.Analysis.Sampling;
using TwinningSim.Testing;

namespace TwinningSim.Analysis.Tests.Sampling;

public sealed class SobolSequenceTests
{
    /// <summary>Joe and Kuo 2008, Gray-code order.</summary>
    [Fact]
    public void The_first_eight_points_in_four_dimensions_are_the_published_ones()
    {
        double[][] expected =
        [
            [0, 0, 0, 0], [0.5, 0.5, 0.5, 0.5], [0.75, 0.25, 0.25, 0.25], [0.25, 0.75, 0.75, 0.75],
            [0.375, 0.375, 0.625, 0.875], [0.875, 0.875, 0.125, 0.375], [0.625, 0.125, 0.875, 0.625], [0.125, 0.625, 0.375, 0.125],
        ];
        Assert.Equal(expected, SobolSequence.Points(8, 4));
    }

    /// <summary>A digit mistyped in the table would most likely break one of these.</summary>
    [Fact]
    public void Every_polynomial_is_primitive_and_every_initial_number_odd_and_small_enough()
    {
        int[][] rows =
        [
            .. File.ReadLines(Path.Combine(Repository.Root, "src/TwinningSim.Analysis/Sampling/joe-kuo.txt")).Where(l => !l.StartsWith('#'))
                .Select(l => l.Split(' ').Select(w => int.Parse(w, CultureInfo.InvariantCulture)).ToArray()),
        ];
        Assert.Equal(Enumerable.Range(2, 255), rows.Select(r => r[0]));
        Assert.Equal(rows.Length, rows.Select(r => (r[1], r[2])).Distinct().Count());
        foreach (int[] row in rows)
        {
            int degree = row[1];
            Assert.Equal(degree + 3, row.Length);
            Assert.True(IsPrimitive(degree, (1 << degree) | (row[2] << 1) | 1), $"dimension {row[0]}");
            for (int i = 0; i < degree; i++) Assert.True(row[3 + i] % 2 == 1 && row[3 + i] < 1 << (i + 1), $"dimension {row[0]}, m_{i + 1}");
        }
        Assert.False(IsPrimitive(4, 0b11111));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void In_every_dimension_each_of_64_intervals_holds_one_of_64_points(bool scrambled)
    {
        double[][] points = scrambled ? SobolSequence.Scrambled(64, SobolSequence.MostDimensions, 5) : SobolSequence.Points(64, SobolSequence.MostDimensions);
        for (int d = 0; d < SobolSequence.MostDimensions; d++) Assert.Equal(Enumerable.Range(0, 64), points.Select(p => (int)(p[d] * 64)).Order());
    }

    /// <summary>The first two dimensions are a (0, m, 2)-net, which scrambling keeps.</summary>
    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public void In_two_dimensions_each_box_of_a_64th_holds_one_of_64_points_whatever_its_shape(ulong seed)
    {
        double[][] points = SobolSequence.Scrambled(64, 2, seed);
        for (int across = 0; across <= 6; across++)
        {
            int wide = 1 << across, high = 64 >> across;
            Assert.Equal(Enumerable.Range(0, 64), points.Select(p => ((int)(p[0] * wide) * high) + (int)(p[1] * high)).Order());
        }
    }

    /// <summary>Chi-square with 15 degrees of freedom; 44.3 is exceeded once in 10,000 times. The first points of two dimensions, over 800 seeds.</summary>
    [Fact]
    public void A_scrambled_point_is_uniform_and_its_coordinates_are_independent()
    {
        int[] counts = new int[16];
        for (ulong seed = 0; seed < 800; seed++)
        {
            double[] p = SobolSequence.Scrambled(4, 2, seed)[0];
            counts[((int)(p[0] * 4) * 4) + (int)(p[1] * 4)]++;
        }
        Assert.InRange(counts.Sum(c => (c - 50.0) * (c - 50) / 50), 0, 44.3);
    }

    /// <summary>
    /// Nested: digits are flipped by lots that belong to the digits before them. The first two points differ in their first digit and agree in their second, which one flip for all
    /// would leave so; here they agree in half of 400 seeds, give or take four standard deviations of 10.
    /// </summary>
    [Fact]
    public void A_digit_is_flipped_by_a_lot_of_its_own_for_each_beginning()
    {
        int agree = Enumerable.Range(0, 400).Count(seed =>
        {
            double[][] points = SobolSequence.Scrambled(4, 1, (ulong)seed);
            return (int)(points[0][0] * 4) % 2 == (int)(points[1][0] * 4) % 2;
        });
        Assert.InRange(agree, 160, 240);
    }

    [Fact]
    public void The_same_seed_gives_the_same_points_and_another_seed_others()
    {
        Assert.Equal(SobolSequence.Scrambled(32, 3, 9), SobolSequence.Scrambled(32, 3, 9));
        Assert.NotEqual(SobolSequence.Scrambled(32, 3, 9), SobolSequence.Scrambled(32, 3, 10));
    }

    /// <summary>For a smooth function the error falls almost as n^-1.5: at 256 points far below the 1/16 of pure chance.</summary>
    [Fact]
    public void The_mean_of_a_smooth_function_is_far_more_exact_than_by_chance()
    {
        double[] errors = [.. Enumerable.Range(0, 50).Select(seed => SobolSequence.Scrambled(256, 4, (ulong)seed).Average(p => p.Sum(x => x * x)) - (4.0 / 3))];
        // By chance: sqrt(4 * 4/45 / 256) = 0.037.
        Assert.InRange(Math.Sqrt(errors.Average(e => e * e)), 0, 0.0037);
        Assert.InRange(Math.Abs(errors.Average()), 0, 0.001);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 257)]
    [InlineData((1 << 24) + 1, 1)]
    public void A_number_out_of_range_is_refused(int count, int dimensions) => Assert.Throws<ArgumentOutOfRangeException>(() => SobolSequence.Points(count, dimensions));

    // The powers of x modulo the polynomial must go through every value before they come back to 1.
    private static bool IsPrimitive(int degree, int polynomial)
    {
        int power = 1;
        for (int n = 1; n < 1 << degree; n++)
        {
            power <<= 1;
            if (power >> degree != 0) power ^= polynomial;
            if (power == 1) return n == (1 << degree) - 1;
        }
        return false;
    }
}
