using System.CommandLine;
using TwinningSim.Cli.Output;
using TwinningSim.Storage;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim merge</c>: the parts of an experiment become one.</summary>
internal static class MergeVerb
{
    public static Command Make()
    {
        var folder = new Argument<string>("folder") { Description = "The experiment's folder; its parts are in <folder>/parts." };
        var command = new Verb("merge", "Check the parts of an experiment that was run with --shard, and join them. Exit code 1 while parts are missing.") { folder };
        command.Examples =
        [
            ("twinsim merge results/chennai-footwear", "join what is there; can be given again"),
        ];
        command.SetAction(result => Merge(result.GetRequiredValue(folder)));
        return command;
    }

    private static int Merge(string folder)
    {
        ExperimentState state = ExperimentParts.Merge(folder, Environment.ProcessorCount);
        FolderState whole = state.Whole!;
        Console.Out.WriteLine($"{ProgressDisplay.Whole(whole.Done)} of {ProgressDisplay.Whole(whole.Total)} runs are in {folder}{(whole.Failed == 0 ? "" : $", of which {Input.Count(whole.Failed, "run")} failed")}.");
        if (whole.Complete) return whole.Failed == 0 ? ExitCode.Success : ExitCode.SomeRunsFailed;
        int[] unfinished = [.. state.Unfinished];
        Console.Error.WriteLine($"Parts that are not complete: {Experiments.Clusters.SlurmJob.ArrayOf(unfinished)} of {state.Of} (from 0). Run them and merge again; "
            + "or 'twinsim run' with the same folder runs what is missing here.");
        return ExitCode.Failure;
    }
}
