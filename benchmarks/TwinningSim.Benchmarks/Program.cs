using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TwinningSim.Benchmarks;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Model.Observation;

if (args is ["core", ..] or ["month", ..])
{
    int firms = int.Parse(args[1], CultureInfo.InvariantCulture), months = int.Parse(args[2], CultureInfo.InvariantCulture), times = int.Parse(args[3], CultureInfo.InvariantCulture);
    Console.WriteLine(Rate.Line("twinsim-" + args[0], firms, months, Rate.OfCore(firms, months, times, args[0] == "month")));
    return;
}
if (args is ["scenario", ..])
{
    var d = Replicates.Design(args[1], "as-run");
    if (args.Length > 3) d = d with { Clusters = d.Clusters.SetItem(0, d.Clusters[0] with { Firms = int.Parse(args[3], CultureInfo.InvariantCulture) }) };
    Console.WriteLine(Rate.Line(args[1], d.Clusters[0].Firms, d.Months, Rate.OfScenario(d, int.Parse(args[2], CultureInfo.InvariantCulture))));
    return;
}
if (args is ["processes", ..])
{
    var d = Replicates.Design(args[1], "as-run");
    if (args.Length > 3) d = d with { Clusters = d.Clusters.SetItem(0, d.Clusters[0] with { Firms = int.Parse(args[3], CultureInfo.InvariantCulture) }) };
    Processes.Print(d, int.Parse(args[2], CultureInfo.InvariantCulture), Console.Out);
    return;
}
if (args is ["coreprocesses", ..])
{
    Processes.PrintCore(int.Parse(args[1], CultureInfo.InvariantCulture), 50, int.Parse(args[2], CultureInfo.InvariantCulture), Console.Out);
    return;
}
if (args is ["sweep", ..])
{
    SweepCost.Print(
        int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture),
        args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : Environment.ProcessorCount, Console.Out, args.Length > 4 ? new TwinningSim.Experiments.PlanPart(0, 1) : null);
    return;
}
if (args is ["bits", ..])
{
    foreach (string file in Directory.GetFiles(Path.Combine(Replicates.Root(), "scenarios"), "*.yaml").Order())
    {
        foreach (var d in Replicates.Designs(Path.GetFileNameWithoutExtension(file)))
        {
            var tables = new RunTables(new TableBuffer(Tables.Runs), new TableBuffer(Tables.Months), new TableBuffer(Tables.Firms), new TableBuffer(Tables.Events));
            var s = new Simulation(d);
            for (int r = 0; r < 2; r++) s.Run(99, r, tables);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var table in new[] { tables.Runs, tables.Months!, tables.Firms!, tables.Events! })
                for (int c = 0; c < table.Definition.Columns.Length; c++)
                    if (table.Definition.Columns[c].Type != ColumnType.Text) hash.AppendData(MemoryMarshal.AsBytes(table.Numbers(c)));
                    else foreach (string? t in table.Texts(c)) hash.AppendData(System.Text.Encoding.UTF8.GetBytes(t + "|"));
            Console.WriteLine($"{Path.GetFileName(file)} {d.Id} {Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}");
        }
    }
    return;
}
// In this process: short, and the build's own settings and lock files stay out of it.
IConfig config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(Replicates).Assembly).Run(args, config);
