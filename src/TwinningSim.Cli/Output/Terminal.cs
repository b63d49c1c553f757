using Spectre.Console;

namespace TwinningSim.Cli.Output;

/// <summary>Consoles for the two streams: results go to standard output, everything else to standard error. A stream that is no terminal gets plain text.</summary>
internal static class Terminal
{
    /// <summary>Whether standard error is a terminal that can redraw a line.</summary>
    public static bool ErrorIsLive => !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    /// <summary>A console on standard output.</summary>
    /// <param name="ascii">Nothing but ASCII.</param>
    public static IAnsiConsole Output(bool ascii) => Create(Console.Out, Console.IsOutputRedirected, ascii);

    /// <summary>A console on standard error.</summary>
    public static IAnsiConsole Error() => Create(Console.Error, Console.IsErrorRedirected, ascii: false);

    private static IAnsiConsole Create(TextWriter writer, bool redirected, bool ascii)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
            Out = new AnsiConsoleOutput(writer),
            // The defaults switch colours on in some build services even where the output is a file.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        if (ascii) console.Profile.Capabilities.Unicode = false;
        return console;
    }
}
