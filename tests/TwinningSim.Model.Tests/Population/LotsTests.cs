using CsCheck;
using TwinningSim.Model.Population;

namespace TwinningSim.Model.Tests.Population;

public class LotsTests
{
    /// <summary>The oracle sorts everything: by number, and of equal numbers the earlier first. Few different numbers make many equal ones.</summary>
    [Fact]
    public void Classes_go_by_the_rank_of_the_lot()
    {
        Gen<double> lot = Gen.OneOf(Gen.Double[0, 1], Gen.Int[0, 5].Select(n => n / 4.0), Gen.Double[0, 1].Select(u => u * u * u * 20), Gen.Const(0.0));
        (from lots in lot.Array[1, 3000]
         from ends in Gen.Int[0, lots.Length].Array[0, 4]
         select (lots, ends)).Sample(t =>
        {
            int[] ends = [.. t.ends.Order(), t.lots.Length], quota = [.. ends.Select((end, c) => end - (c == 0 ? 0 : ends[c - 1]))];
            int[] dealt = new int[t.lots.Length];
            Array.Fill(dealt, -1);
            var dealer = new Lots(3000);
            dealer.Deal([.. t.lots.Reverse(), 30], [.. quota, 1], new int[t.lots.Length + 1]);
            dealer.Deal(t.lots, quota, dealt);
            int[] ranked = [.. Enumerable.Range(0, t.lots.Length).OrderBy(i => t.lots[i]).ThenBy(i => i)];
            for (int rank = 0; rank < ranked.Length; rank++) Assert.Equal(Array.FindIndex(ends, end => rank < end), dealt[ranked[rank]]);
        }, iter: 300);
    }

    [Fact]
    public void The_smallest_come_first_and_bring_their_rows()
        => (from numbers in Gen.Double[-1000, 1000].Array[0, 500]
            from count in Gen.Int[0, numbers.Length]
            select (numbers, count)).Sample(t =>
        {
            double[] numbers = [.. t.numbers];
            int[] rows = [.. Enumerable.Range(0, numbers.Length)];
            new Lots(500).SmallestFirst(numbers, rows, t.count, new int[500]);
            Assert.Equal(t.numbers.Order().Take(t.count), numbers[..t.count]);
            Assert.Equal(numbers[..t.count], rows[..t.count].Select(i => t.numbers[i]));
            Assert.Equal(t.count, rows[..t.count].Distinct().Count());
        }, iter: 300);

    [Fact]
    public void Nobody_draws_no_lot() => new Lots(5).Deal([], [0, 0], []);
}
