using System.Diagnostics;
using TwinningSim.Testing;

namespace TwinningSim.EndToEnd;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _scratch = new();

    public static TheoryData<string> Verbs { get; } = ["run", "plan", "validate", "validate-model", "list", "schema", "new", "show", "report", "appraise", "merge", "status", "submit", "query", "completion"];

    public void Dispose() => _scratch.Dispose();

    private Ended Twinsim(params string[] arguments) => EndToEnd.Twinsim.Run(_scratch.Path, arguments);

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Each_verb_has_help_with_examples(string verb)
    {
        Ended ended = Twinsim(verb, "--help");
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Contains("Usage:", ended.Output, StringComparison.Ordinal);
        Assert.Contains($"twinsim {verb}", ended.Output.Split("Examples:")[1], StringComparison.Ordinal);
        Assert.All(ended.Output.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 120));
    }

    [Fact]
    public void Help_of_the_program_names_every_verb()
    {
        Ended ended = Twinsim("--help");
        Assert.Equal(0, ended.Code);
        Assert.All<string>(["run", "plan", "validate", "validate-model", "list", "schema", "new", "show", "report", "appraise", "merge", "status", "submit", "query", "completion"], verb => Assert.Contains($"\n  {verb} ", ended.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_verb_the_help_is_shown_and_the_exit_code_says_that_nothing_was_done()
    {
        Ended ended = Twinsim();
        Assert.Equal(2, ended.Code);
        Assert.Contains("Usage:", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_a_number()
    {
        Ended ended = Twinsim("--version");
        Assert.Equal(0, ended.Code);
        Assert.Matches(@"^\d+\.\d+\.\d+\s*$", ended.Output);
    }

    [Theory]
    [InlineData("rnu", "'rnu' is no verb of 'twinsim'. Did you mean 'run'?")]
    [InlineData("run x.yaml --replicate 3", "'--replicate' is no option of 'twinsim run'. Did you mean '--replicates'?")]
    [InlineData("run x.yaml --replicates none", "--replicates is 'none'; allowed is a whole number from 1 to 1,000,000.")]
    [InlineData("run x.yaml --replicates 0", "--replicates is '0'; allowed is a whole number from 1 to 1,000,000.")]
    [InlineData("run x.yaml --replicates 99999999999999999999999", "allowed is a whole number from 1 to 1,000,000.")]
    [InlineData("run x.yaml --threads -1", "--threads")]
    [InlineData("run x.yaml --seed 1e999", "--seed is '1e999'; allowed is a whole number from 0 to")]
    [InlineData("run x.yaml y.yaml", "'y.yaml' is more than 'twinsim run' takes.")]
    [InlineData("run x.yaml --outcomes productivty", "Did you mean 'productivity'?")]
    [InlineData("run x.yaml --tables firm", "The table 'firm' does not exist. There are: runs, months, firms, events. Did you mean 'firms'?")]
    [InlineData("run", "Required argument")]
    [InlineData("list paramters", "Did you mean 'parameters'?")]
    [InlineData("list parameters trust_bridge_strenght", "trust_bridge_strength")]
    [InlineData("list kinds --json --markdown", "not both")]
    [InlineData("list designs", "Give the scenario file")]
    [InlineData("completion tcsh", "bash, zsh, fish, pwsh")]
    public void A_wrong_command_line_says_what_is_wrong_and_what_was_meant(string arguments, string message)
    {
        Ended ended = Twinsim(arguments.Split(' '));
        Assert.True(ended.Code == 2, ended.ToString());
        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
        Assert.Equal("", ended.Output);
        AssertIsClean(ended);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    public void A_file_that_is_not_there_a_folder_and_something_that_is_no_text_are_named(string verb)
    {
        Directory.CreateDirectory(_scratch["a folder"]);
        File.WriteAllBytes(_scratch["binary.yaml"], [0, 1, 2, 255, 254, 0]);
        File.WriteAllText(_scratch["empty.yaml"], "");
        foreach (string name in new[] { "not there.yaml", "a folder", "binary.yaml", "empty.yaml" })
        {
            Ended ended = Twinsim(verb, name);
            Assert.True(ended.Code == 2, ended.ToString());
            Assert.StartsWith($"{name}:1:1: error TS10", ended.Error, StringComparison.Ordinal);
            AssertIsClean(ended);
        }
    }

    [Fact]
    public void New_writes_a_scenario_that_is_valid_and_never_overwrites()
    {
        Ended first = Twinsim("new", "in a new folder/my cluster.yaml");
        Assert.True(first.Code == 0, first.ToString());
        Assert.Contains("twinsim run \"in a new folder/my cluster.yaml\"", first.Output, StringComparison.Ordinal);
        string text = File.ReadAllText(_scratch["in a new folder/my cluster.yaml"]);
        Assert.Contains("#", text, StringComparison.Ordinal);
        // A name with a space cannot be an identifier; one that can is taken over, so that results stand where a reader of the help looks for them.
        Assert.Contains("\nscenario: my-scenario ", text, StringComparison.Ordinal);
        Assert.Equal(0, Twinsim("new", "weavers-2.yaml").Code);
        Assert.Contains("\nscenario: weavers-2 ", File.ReadAllText(_scratch["weavers-2.yaml"]), StringComparison.Ordinal);
        Assert.Equal(0, Twinsim("validate", "weavers-2.yaml").Code);
        Ended valid = Twinsim("validate", "in a new folder/my cluster.yaml");
        Assert.True(valid.Code == 0, valid.ToString());
        Assert.Contains("valid", valid.Output, StringComparison.Ordinal);

        Ended again = Twinsim("new", "in a new folder/my cluster.yaml");
        Assert.Equal(2, again.Code);
        Assert.Contains("exists already", again.Error, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(_scratch["in a new folder/my cluster.yaml"]));
        Assert.Contains("is a folder", Twinsim("new", "in a new folder").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_reports_all_problems_of_all_files_with_their_lines()
    {
        Twinsim("new", "good.yaml");
        string text = File.ReadAllText(_scratch["good.yaml"]);
        File.WriteAllText(_scratch["bad.yaml"], text.Replace("\nmonths:", "\nmonhts:", StringComparison.Ordinal).Replace("budget_eur: ", "budget_eur: -", StringComparison.Ordinal));
        int line = 1 + text[..text.IndexOf("\nmonths:", StringComparison.Ordinal)].Count(c => c == '\n') + 1;
        Ended ended = Twinsim("validate", "good.yaml", "bad.yaml");
        Assert.True(ended.Code == 2, ended.ToString());
        Assert.Contains("good.yaml: valid", ended.Output, StringComparison.Ordinal);
        Assert.Contains($"bad.yaml:{line}:", ended.Error, StringComparison.Ordinal);
        Assert.Contains("months", ended.Error, StringComparison.Ordinal);
        Assert.Contains("budget_eur", ended.Error, StringComparison.Ordinal);
        Assert.True(ended.Error.Split('\n').Count(l => l.Contains(": error TS", StringComparison.Ordinal)) >= 2);
        AssertIsClean(ended);

        Ended json = Twinsim("validate", "bad.yaml", "--json");
        Assert.Equal((2, ""), (json.Code, json.Error));
        System.Text.Json.JsonElement file = System.Text.Json.JsonDocument.Parse(json.Output).RootElement[0];
        Assert.False(file.GetProperty("valid").GetBoolean());
        Assert.Contains(file.GetProperty("diagnostics").EnumerateArray(), d => d.GetProperty("line").GetInt32() == line && d.GetProperty("severity").GetString() == "error");
    }

    [Fact]
    public void The_schema_is_json()
    {
        Ended ended = Twinsim("schema");
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.True(System.Text.Json.JsonDocument.Parse(ended.Output).RootElement.TryGetProperty("properties", out _));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void Each_shell_gets_a_script(string shell)
    {
        Ended ended = Twinsim("completion", shell);
        Assert.Equal(0, ended.Code);
        Assert.Contains("[suggest:", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("twinsim r", "run")]
    [InlineData("twinsim list ", "parameters")]
    [InlineData("twinsim list kinds ons", "onsite-handholding")]
    [InlineData("twinsim run x.yaml --outc", "--outcomes")]
    public void The_program_completes_words(string line, string expected)
    {
        Ended ended = Twinsim($"[suggest:{line.Length}]", line);
        Assert.True(ended.Code == 0, ended.ToString());
        Assert.Contains(expected, ended.Output.Split('\n', StringSplitOptions.TrimEntries));
    }

    [Fact]
    public void The_bash_script_completes_in_bash()
    {
        if (!File.Exists("/bin/bash")) return;
        string script = $$"""
            twinsim() { dotnet "{{EndToEnd.Twinsim.Program}}" "$@"; }
            eval "$(twinsim completion bash)"
            COMP_LINE="twinsim sch"; COMP_POINT=11; COMP_WORDS=(twinsim sch); COMP_CWORD=1
            _twinsim_complete
            echo "${COMPREPLY[@]}"
            """;
        using Process bash = EndToEnd.Twinsim.StartCommand(_scratch.Path, "/bin/bash", "-c", script);
        Ended ended = EndToEnd.Twinsim.End(bash);
        Assert.Equal("schema", ended.Output.Trim());
    }

    [Fact]
    public void A_reader_that_stops_reading_is_no_failure()
    {
        if (!File.Exists("/bin/bash")) return;
        using Process bash = EndToEnd.Twinsim.StartCommand(_scratch.Path, "/bin/bash", "-c", $"dotnet \"{EndToEnd.Twinsim.Program}\" list columns --json | head -1; echo ${{PIPESTATUS[0]}}");
        Ended ended = EndToEnd.Twinsim.End(bash);
        Assert.Equal(("[\n0\n", ""), (ended.Output, ended.Error));
    }

    internal static void AssertIsClean(Ended ended)
    {
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', ended.Output + ended.Error);
    }
}
