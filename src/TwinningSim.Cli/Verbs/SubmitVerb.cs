using System.CommandLine;
using System.Globalization;
using TwinningSim.Experiments;
using TwinningSim.Experiments.Clusters;
using TwinningSim.Scenarios;
using TwinningSim.Scenarios.Experiments;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim submit</c>: an experiment on a cluster of machines.</summary>
internal static class SubmitVerb
{
    // A task should be worth starting: at some milliseconds a run, this is a quarter of a minute or more.
    private const int RunsWorthATask = 2_000;
    private const int UsualMostParts = 100;
    private const int UsualMegabytes = 1_000;

    public static Command Make()
    {
        var command = new Verb("submit", "Run an experiment on a cluster of machines, in parts that 'twinsim merge' joins.") { Slurm(), Kubernetes() };
        command.Examples =
        [
            ("twinsim submit slurm my-cluster.yaml", "an array job"),
            ("twinsim submit kubernetes my-cluster.yaml --image twinsim:0.1 --claim results", "a manifest"),
        ];
        return command;
    }

    /// <summary>The options that both clusters have in common.</summary>
    private sealed class Common
    {
        public Argument<string> Scenario { get; } = new("scenario") { Description = "The scenario or experiment file." };

        public Option<ulong?> Tasks { get; } = Input.WholeNumber("--tasks", $"Number of parts, each a task. Default: one for each {RunsWorthATask:#,0} runs, {UsualMostParts} at most.", 1, Input.MostParts);

        public Option<ulong?> Cpus { get; } = Input.WholeNumber("--cpus", "Processors of a task. Default: 2.", 1, 1024);

        public Option<string[]> Designs { get; } = Input.Names("--designs", "Run only these designs. Default: all of the scenario.", "a,b,...");

        public Option<ulong?> Replicates { get; } = Input.WholeNumber("--replicates", "Replicates of each design. Default: the scenario's number.", 1, ExperimentPlan.MaxReplicates, "-n");

        public Option<ulong?> Seed { get; } = Input.WholeNumber("--seed", "Seed of all random numbers. Default: the scenario's.", 0, ulong.MaxValue);

        public Option<string[]> Tables { get; } = Input.Names("--tables", "Tables to keep, as in 'twinsim run'.", "runs,months,firms,events");

        public Option<ulong?> Memory { get; } = Input.WholeNumber("--memory", "Memory of a task, MB.", 100, 10_000_000);

        public void AddTo(Command command)
        {
            command.Add(Scenario);
            foreach (Option option in (Option[])[Tasks, Cpus, Memory, Designs, Replicates, Seed, Tables]) command.Add(option);
        }

        /// <summary>What is to be run: its identifier, its text (complete in itself), and in how many parts.</summary>
        public (string Id, string Text, int Parts) Read(ParseResult result)
        {
            string path = result.GetRequiredValue(Scenario);
            string[]? wanted = Input.Given(result, Designs);
            int? replicates = (int?)result.GetValue(Replicates);
            (string id, string text, string[] designs, int usual) = ExperimentFileReader.IsExperiment(path) ? OfExperiment(path, wanted, replicates) : OfScenario(path);
            foreach (string design in wanted ?? []) Input.CheckName("The design", design, designs);
            long runs = (long)(wanted ?? designs).Length * (replicates ?? usual);
            return (id, text, (int?)result.GetValue(Tasks) ?? (int)Math.Clamp(runs / RunsWorthATask, 1, UsualMostParts));
        }

        private static (string, string, string[], int) OfScenario(string path)
        {
            Scenario scenario = Input.ReadScenario(path);
            return (scenario.Id, scenario.Text, [.. scenario.Designs.Select(d => d.Id)], scenario.Replicates);
        }

        private static (string, string, string[], int) OfExperiment(string path, string[]? designs, int? replicates)
        {
            if (designs is not null) throw new BadInputException("An experiment file names its designs itself: --designs is for scenarios.");
            ExperimentGrid grid = Input.ReadExperiment(path, quiet: false);
            if (grid.Experiment.Stop is not null && replicates is null)
                throw new BadInputException("A stopping rule looks at all results: give --replicates ('twinsim plan' says how many).");
            ExperimentSource source = grid.ToSource();
            return (source.Id, source.Text, [.. source.Designs.Select(d => d.Id)], source.Replicates);
        }

        public int Threads(ParseResult result) => (int?)result.GetValue(Cpus) ?? 2;

        /// <summary>What is to be run, as options of the verb run.</summary>
        public List<string> RunOptions(ParseResult result)
        {
            var options = new List<string>();
            if (Input.Given(result, Designs) is { } designs) options.AddRange(["--designs", string.Join(',', designs)]);
            if (result.GetValue(Replicates) is { } replicates) options.AddRange(["--replicates", replicates.ToString(CultureInfo.InvariantCulture)]);
            if (result.GetValue(Seed) is { } seed) options.AddRange(["--seed", seed.ToString(CultureInfo.InvariantCulture)]);
            if (Input.Given(result, Tables) is { } tables) options.AddRange(["--tables", string.Join(',', tables)]);
            return options;
        }
    }

    private static Verb Slurm()
    {
        var common = new Common();
        var folder = new Option<string>("--out", "-o") { Description = "Folder of the results, on a disk that all nodes see. Default: results/<scenario>.", HelpName = "folder" };
        Option<TimeSpan?> time = Input.Duration("--time", "Time limit of a task; it stops in good time before and requeues itself. Default: 1h.");
        var partition = new Option<string>("--partition") { Description = "Partition. Default: the cluster's.", HelpName = "name" };
        var account = new Option<string>("--account") { Description = "Account. Default: yours.", HelpName = "name" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Write the script to standard output, and submit nothing." };
        var command = new Verb("slurm", "Write and submit an array job of Slurm.");
        common.AddTo(command);
        foreach (Option option in (Option[])[folder, time, partition, account, dryRun]) command.Add(option);
        command.Examples =
        [
            ("twinsim submit slurm my-cluster.yaml --tasks 20 --time 30m", "twenty tasks of half an hour at most"),
            ("twinsim submit slurm my-cluster.yaml --dry-run", "look at the script first"),
        ];
        command.SetAction(result =>
        {
            (string id, string text, int parts) = common.Read(result);
            string results = Path.GetFullPath(result.GetValue(folder) ?? Path.Combine("results", id));
            TimeSpan limit = result.GetValue(time) ?? TimeSpan.FromHours(1);
            if (limit < TimeSpan.FromSeconds(10)) throw new BadInputException("--time is less than 10s: no task could do anything.");
            string scenarioCopy = Path.Combine(Submission.FolderOf(results), "scenario.yaml");
            string script = new SlurmJob
            {
                Name = "twinsim-" + id,
                TimeLimit = limit,
                LogFolder = Submission.FolderOf(results),
                Partition = result.GetValue(partition),
                Account = result.GetValue(account),
                MemoryMegabytes = (int?)result.GetValue(common.Memory),
                Command = new PartCommand
                {
                    Program = ThisProgram(), Scenario = scenarioCopy, Folder = results, Parts = parts, Threads = common.Threads(result), Options = common.RunOptions(result),
                },
            }.ToScript();
            if (result.GetValue(dryRun))
            {
                Console.Out.Write(script);
                return ExitCode.Success;
            }
            if (Submission.Read(results) is { } before)
            {
                throw new BadInputException($"'{results}' was submitted before (job {string.Join(", ", before.Jobs)}). "
                    + $"'twinsim status {results} --resubmit' submits again what is missing; give another folder with --out for another experiment.");
            }
            Directory.CreateDirectory(Submission.FolderOf(results));
            File.WriteAllText(scenarioCopy, text);
            File.WriteAllText(Submission.ScriptOf(results), script);
            string job = new Submission(parts, []).Submit(results, Enumerable.Range(0, parts));
            Console.Out.WriteLine($"Submitted as job {job}: {Input.Count(parts, "part")} into {results}.");
            Console.Out.WriteLine($"'twinsim status {results}' shows how far they are, 'twinsim merge {results}' joins them.");
            return ExitCode.Success;
        });
        return command;
    }

    private static Verb Kubernetes()
    {
        var common = new Common();
        var image = new Option<string>("--image") { Description = "Container image with the program 'twinsim'.", HelpName = "image", Required = true };
        var claim = new Option<string>("--claim") { Description = "Persistent volume claim for the results, which every node can write.", HelpName = "name", Required = true };
        var command = new Verb("kubernetes", "Write the manifest of an Indexed Job to standard output, for kubectl apply.");
        common.AddTo(command);
        command.Add(image);
        command.Add(claim);
        command.Examples =
        [
            ("twinsim submit kubernetes my-cluster.yaml --image twinsim:0.1 --claim results > job.yaml", "for kubectl apply -f"),
        ];
        command.SetAction(result =>
        {
            (string id, string text, int parts) = common.Read(result);
            Console.Out.Write(new KubernetesJob
            {
                Name = "twinsim-" + id,
                ScenarioText = text,
                Image = result.GetRequiredValue(image),
                Claim = result.GetRequiredValue(claim),
                MemoryMegabytes = (int?)result.GetValue(common.Memory) ?? UsualMegabytes,
                Command = new PartCommand
                {
                    Program = ["twinsim"], Scenario = KubernetesJob.InputFolder + "/scenario.yaml", Folder = $"{KubernetesJob.ResultsFolder}/{id}",
                    Parts = parts, Threads = common.Threads(result), Options = common.RunOptions(result),
                },
            }.ToManifest());
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>How this program is started on a node that sees the same files.</summary>
    private static string[] ThisProgram()
    {
        string process = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process, Path.Combine(AppContext.BaseDirectory, "twinsim.dll")] : [process];
    }
}
