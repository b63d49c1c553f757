using CsCheck;
using TwinningSim.Kernel.Time;

namespace TwinningSim.Kernel.Tests.Time;

public sealed class MonthTests
{
    private static readonly Gen<Month> Months = Gen.Select(Gen.Int[1, 9999], Gen.Int[1, 12], Month.Of);

    [Fact]
    public void A_month_reads_back_as_it_was_written()
        => Months.Sample(m => Assert.True(Month.TryParse(m.ToString(), out Month read) && read == m));

    [Fact]
    public void Only_the_text_that_a_month_is_written_as_is_a_month()
    {
        Gen<string> nearly = Gen.Select(Gen.Char["0123456789"].Array[4], Gen.Char["-/ .1"], Gen.Char["012 -+"], Gen.Char["0123456789"], (y, dash, m1, m2) => new string(y) + dash + m1 + m2);
        nearly.Sample(text =>
        {
            bool proper = text[4] == '-' && char.IsAsciiDigit(text[5]) && int.Parse(text[5..]) is >= 1 and <= 12 && text[..4] != "0000";
            Assert.Equal(proper, Month.TryParse(text, out Month month));
            if (proper) Assert.Equal(text, month.ToString());
        });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2008")]
    [InlineData("2008-3")]
    [InlineData("2008-003")]
    [InlineData("2008-03-01")]
    [InlineData("2008-13")]
    [InlineData("2008-00")]
    [InlineData("0000-01")]
    [InlineData(" 208-03")]
    [InlineData("+208-03")]
    [InlineData("２００8-03")]
    [InlineData("2008–03")]
    public void What_is_not_a_month_is_refused(string? text) => Assert.False(Month.TryParse(text, out _));

    [Theory]
    [InlineData("2007-02", 0, "2007-02")]
    [InlineData("2007-02", 11, "2008-01")]
    [InlineData("2007-12", 1, "2008-01")]
    [InlineData("2007-01", -1, "2006-12")]
    [InlineData("2007-02", 239, "2027-01")]
    public void Months_are_counted_across_years(string from, int months, string to)
    {
        Assert.True(Month.TryParse(from, out Month start));
        Assert.True(Month.TryParse(to, out Month end));
        Assert.Equal(end, start.Plus(months));
        Assert.Equal(months, end.Since(start));
    }

    [Fact]
    public void Year_and_month_of_the_year_are_those_it_was_made_of()
        => Gen.Select(Gen.Int[1, 9999], Gen.Int[1, 12]).Sample((year, month) => Assert.Equal((year, month), (Month.Of(year, month).Year, Month.Of(year, month).MonthOfYear)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10000, 1)]
    [InlineData(2007, 0)]
    [InlineData(2007, 13)]
    public void There_is_no_month_outside_the_calendar(int year, int month) => Assert.Throws<ArgumentOutOfRangeException>(() => Month.Of(year, month));

    [Fact]
    public void Months_are_ordered_as_on_the_calendar()
        => Gen.Select(Months, Months).Sample((a, b) =>
        {
            int order = string.CompareOrdinal(a.ToString(), b.ToString());
            Assert.Equal(Math.Sign(order), Math.Sign(a.CompareTo(b)));
            Assert.Equal(order < 0, a < b);
            Assert.Equal(order > 0, a > b);
            Assert.Equal(order <= 0, a <= b);
            Assert.Equal(order >= 0, a >= b);
        });
}
