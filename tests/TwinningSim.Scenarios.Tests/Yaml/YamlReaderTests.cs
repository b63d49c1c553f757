using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Yaml;

namespace TwinningSim.Scenarios.Tests.Yaml;

public sealed class YamlReaderTests
{
    [Fact]
    public void Every_value_knows_its_place()
    {
        var root = (MappingNode)Read("a: 1\nb:\n  - x\n  - {c: 'é', d: 2}\n");
        Assert.Equal(new Position(1, 4), root.Find("a")!.At);
        var list = (SequenceNode)root.Find("b")!;
        Assert.Equal(new Position(3, 5), list.Items[0].At);
        var inner = (MappingNode)list.Items[1];
        Assert.Equal(new Position(4, 9), inner.Find("c")!.At);
        Assert.Equal(new Position(4, 14), inner.Entries[1].Key.At);
        Assert.Same(inner, inner.FindOrSelf("z"));
    }

    [Theory]
    [InlineData("a:", true)]
    [InlineData("a: ~", true)]
    [InlineData("a: null", true)]
    [InlineData("a: ''", false)]
    [InlineData("a: 'null'", false)]
    public void Nothing_is_told_from_an_empty_text(string text, bool isNull) => Assert.Equal(isNull, ((ScalarNode)((MappingNode)Read(text)).Find("a")!).IsNull);

    [Theory]
    [InlineData("a: [1, 2\nb: 3\n")]
    [InlineData("a: {b: 1\n")]
    [InlineData("a: \"x\n")]
    [InlineData("a: @x\n")]
    [InlineData("a: 1\n b: 2\n")]
    [InlineData("- a\nb: 1\n")]
    [InlineData("]")]
    [InlineData("}")]
    [InlineData("[}")]
    [InlineData("%YAML 9.9\n---\na: 1\n")]
    [InlineData("%TAG ! !\n%TAG ! !\n---\na")]
    [InlineData("a: !<\n")]
    [InlineData("a: |99\n x\n")]
    [InlineData("a: \"\\uZZZZ\"\n")]
    [InlineData("a: \"\\UFFFFFFFF\"\n")]
    public void Text_that_is_not_YAML_gets_one_message_with_its_place(string text)
    {
        var problems = new Problems("x.yaml");
        Assert.Null(YamlReader.Read(text, problems));
        Diagnostic problem = Assert.Single(problems.Sorted());
        Assert.Equal("TS1101", problem.Code);
        Assert.InRange(problem.Line, 1, 4);
    }

    [Fact]
    public void Thirty_two_levels_are_allowed_and_thirty_three_are_not()
    {
        Assert.IsType<SequenceNode>(Read(new string('[', 31) + "x" + new string(']', 31)));
        var problems = new Problems("x.yaml");
        Assert.Null(YamlReader.Read(new string('[', 32) + "x" + new string(']', 32), problems));
        Assert.Equal("TS1107", Assert.Single(problems.Sorted()).Code);
    }

    private static YamlNode Read(string text)
    {
        var problems = new Problems("x.yaml");
        YamlNode? root = YamlReader.Read(text, problems);
        Assert.Empty(problems.Sorted());
        return root!;
    }
}
