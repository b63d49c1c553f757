using System.Diagnostics;
using System.Text;

namespace TwinningSim.EndToEnd;

/// <summary>How a call of the program ended.</summary>
internal sealed record Ended(int Code, string Output, string Error)
{
    public override string ToString() => $"exit code {Code}\n--- standard output\n{Output}\n--- standard error\n{Error}";
}

/// <summary>Starts the real program in a process of its own.</summary>
internal static class Twinsim
{
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "twinsim.dll");

    public static Ended Run(string folder, params string[] arguments)
    {
        using Process process = Start(folder, arguments);
        return End(process);
    }

    public static Process Start(string folder, params string[] arguments) => StartCommand(folder, "dotnet", [Program, .. arguments]);

    public static Process StartCommand(string folder, string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        // The test runner's own settings must not reach the program.
        start.Environment.Remove("DOTNET_gcServer");
        // Most calls end before what the compiler would learn of them pays.
        start.Environment.TryAdd("DOTNET_TieredPGO", "0");
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    public static Ended End(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(3)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("The program did not end within three minutes.");
        }
        return new Ended(process.ExitCode, output.Result, error.Result);
    }
}
