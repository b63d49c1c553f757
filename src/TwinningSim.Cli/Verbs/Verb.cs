using System.CommandLine;

namespace TwinningSim.Cli.Verbs;

/// <summary>A verb of the program, with examples that its help shows.</summary>
internal sealed class Verb(string name, string description) : Command(name, description)
{
    /// <summary>Command lines and what they are for.</summary>
    public (string Line, string Meaning)[] Examples { get; set; } = [];
}
