using System.CommandLine;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim completion</c>: a script that teaches a shell to complete verbs, options and names.</summary>
internal static class CompletionVerb
{
    /// <summary>The scripts ask the program itself, through the directive [suggest:position], and fall back on names of files.</summary>
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            # twinsim completion for bash: eval "$(twinsim completion bash)"
            _twinsim_complete()
            {
                local IFS=$'\n'
                local word="${COMP_WORDS[COMP_CWORD]}"
                COMPREPLY=( $(compgen -W "$(twinsim "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "$word") )
            }
            complete -o default -F _twinsim_complete twinsim
            """,
        ["zsh"] = """
            # twinsim completion for zsh: eval "$(twinsim completion zsh)"
            _twinsim()
            {
                local -a suggestions
                suggestions=("${(@f)$(twinsim "[suggest:${#BUFFER}]" "${BUFFER}" 2>/dev/null)}")
                [[ -n "${suggestions[1]}" ]] && compadd -- $suggestions
                _files
            }
            compdef _twinsim twinsim
            """,
        ["fish"] = """
            # twinsim completion for fish: twinsim completion fish | source
            complete -c twinsim -a '(twinsim "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
            """,
        ["pwsh"] = """
            # twinsim completion for PowerShell: twinsim completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName twinsim -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                twinsim "[suggest:$cursorPosition]" "$commandAst" | Where-Object { $_ -like "$wordToComplete*" } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }
            """,
    };

    public static Command Make()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh." };
        shell.CompletionSources.Add(_ => Scripts.Keys.Select(k => new System.CommandLine.Completions.CompletionItem(k)));
        var command = new Verb("completion", "Print a script that teaches a shell to complete verbs, options and names.") { shell };
        command.Examples =
        [
            ("eval \"$(twinsim completion bash)\"", "in ~/.bashrc"),
            ("twinsim completion fish | source", "in config.fish"),
        ];
        command.SetAction(result => Print(result.GetRequiredValue(shell)));
        return command;
    }

    private static int Print(string shell)
    {
        if (!Scripts.TryGetValue(shell, out string? script))
            throw new BadInputException($"'{shell}' is no shell that can be taught: {string.Join(", ", Scripts.Keys)}.{Nearest.Hint(shell, Scripts.Keys)}");
        Console.Out.Write(script.ReplaceLineEndings("\n") + "\n");
        return ExitCode.Success;
    }
}
