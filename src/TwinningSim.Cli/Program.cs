using System.CommandLine;
using System.CommandLine.Invocation;
using TwinningSim.Cli;

return await EntryPoint.Run(args);

namespace TwinningSim.Cli
{
    /// <summary>Runs the program and turns whatever happens into a clean message and an exit code.</summary>
    internal static class EntryPoint
    {
        public static async Task<int> Run(string[] args)
        {
            ParseResult result = CommandLine.Make().Parse(args);
            if (args.Length == 0)
            {
                CommandLine.Make().Parse(["--help"]).Invoke();
                return ExitCode.BadInput;
            }
            if (result.Action is ParseErrorAction)
            {
                CommandLine.ReportErrors(result, Console.Error);
                return ExitCode.BadInput;
            }
            try
            {
                // Signals belong to the host that runs an experiment; elsewhere they end the program as usual.
                return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
            }
            catch (BadInputException e)
            {
                Console.Error.WriteLine(e.Message);
                return ExitCode.BadInput;
            }
            catch (IOException e) when (IsBrokenPipe(e))
            {
                // Whoever read the output has seen enough.
                return ExitCode.Success;
            }
            catch (Exception e)
            {
                return Failures.Report(e, result.GetValue(CommandLine.Verbose), Console.Error);
            }
        }

        private static bool IsBrokenPipe(IOException e) => e.HResult == 32 || e.Message.Contains("Broken pipe", StringComparison.OrdinalIgnoreCase);
    }
}
