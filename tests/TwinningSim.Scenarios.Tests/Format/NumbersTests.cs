using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Format;
using TwinningSim.Scenarios.Yaml;

namespace TwinningSim.Scenarios.Tests.Format;

public sealed class NumbersTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("0.25", 0.25)]
    [InlineData("1e-2", 0.01)]
    [InlineData("+1", 1)]
    [InlineData("1.", 1)]
    public void A_number_is_read_as_written(string text, double value) => Assert.Equal(value, Read(text, out _));

    [Theory]
    [InlineData("1e999", "TS1205")]
    [InlineData("-1e999", "TS1205")]
    [InlineData("NaN", "TS1205")]
    [InlineData(".nan", "TS1205")]
    [InlineData(".inf", "TS1205")]
    [InlineData("Infinity", "TS1205")]
    [InlineData("0,5", "TS1205")]
    [InlineData("1_0", "TS1205")]
    [InlineData("0x1", "TS1205")]
    [InlineData("01", "TS1205")]
    [InlineData("١", "TS1205")]
    [InlineData("1 000", "TS1205")]
    [InlineData("5 %", "TS1205")]
    [InlineData("1.5", "TS1203")]
    [InlineData("-1e-300", "TS1203")]
    [InlineData("1.0000000000000002", "TS1203")]
    public void Anything_else_is_refused(string text, string code)
    {
        Assert.Null(Read(text, out Problems problems));
        Assert.Equal(code, Assert.Single(problems.Sorted()).Code);
    }

    [Theory]
    [InlineData("1.7", "0.17")]
    [InlineData("25", "0.25")]
    [InlineData("12.5", "0.125")]
    [InlineData("-0.3", "0.3")]
    [InlineData("4000", null)]
    public void A_share_that_was_probably_a_percentage_gets_a_proposal(string text, string? proposal)
    {
        Read(text, out Problems problems);
        Assert.Equal(proposal, Assert.Single(problems.Sorted()).Nearest);
    }

    [Theory]
    [InlineData("CostShareStep", "cost_share_step", "cost-share-step")]
    [InlineData("X", "x", "x")]
    public void Names_of_the_format_come_from_names_of_the_code(string name, string snake, string kebab)
        => Assert.Equal((snake, kebab), (Naming.Snake(name), Naming.Kebab(name)));

    private static double? Read(string text, out Problems problems)
    {
        problems = new Problems("x.yaml");
        return (double?)new NumberShape(0, 1).Read(new ScalarNode(Position.Start, text, plain: true), "share", new Scenarios.Format.Reading(problems));
    }
}
