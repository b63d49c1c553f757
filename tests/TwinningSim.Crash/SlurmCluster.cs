using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace TwinningSim.Crash;

/// <summary>
/// A real Slurm with four nodes on this machine, with a folder, a key and ports of its own, so that it disturbs nobody and nothing of it stays. All daemons run in the
/// foreground, as children of this process.
/// </summary>
internal sealed class SlurmCluster : IDisposable
{
    public const int Nodes = 4;

    // Short, because the path of a socket has a limit.
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slurm");
    private readonly List<Process> _daemons = [];
    private readonly Dictionary<string, Process> _nodes = [];

    public SlurmCluster()
    {
        try
        {
            Start();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The variable that makes Slurm's commands speak to this cluster.</summary>
    public string Configuration => In("slurm.conf");

    /// <summary>Runs a command of Slurm.</summary>
    public string Run(string program, params string[] arguments)
    {
        (int code, string output, string error) = Try(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}: exit code {code}: {error}");
        return output;
    }

    /// <summary>Takes a node away, with everything that runs on it, as a power cut does.</summary>
    public void Lose(string node)
    {
        Process daemon = _nodes[node];
        daemon.Kill();
        daemon.WaitForExit();
        foreach (LinuxProcess step in LinuxProcess.All().Where(p => p.CommandLine.StartsWith("slurmstepd:", StringComparison.Ordinal) && p.Tree().Any(child => child.Variable("SLURMD_NODENAME") == node)).ToArray())
        {
            foreach (LinuxProcess process in step.Tree().ToArray()) process.Kill();
        }
    }

    /// <summary>Waits until something is so; the state is asked again and again, and only a time that nothing healthy takes is a failure.</summary>
    public static void WaitFor(string what, Func<bool> isSo, double minutes = 12, int everyMilliseconds = 100)
    {
        var clock = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(clock.Elapsed.TotalMinutes < minutes, $"after {minutes} minutes still not: {what}");
            Thread.Sleep(everyMilliseconds);
        }
    }

    public void Dispose()
    {
        foreach (Process daemon in _daemons)
        {
            if (daemon.HasExited) continue;
            foreach (LinuxProcess process in new LinuxProcess(daemon.Id).Tree().ToArray()) process.Kill();
            daemon.WaitForExit();
        }
        // What a node has started may have left its tree.
        foreach (LinuxProcess process in LinuxProcess.All().Where(p => p.Variable("SLURM_CONF") == Configuration).ToArray()) process.Kill();
        foreach (Process daemon in _daemons) daemon.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Start()
    {
        foreach (string name in (string[])["state", "log"]) Directory.CreateDirectory(In(name));
        File.WriteAllBytes(In("munge.key"), RandomNumberGenerator.GetBytes(128));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(In("munge.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Daemon("munged", "--foreground", "--force", $"--socket={In("munge")}", $"--key-file={In("munge.key")}", $"--pid-file={In("munge.pid")}", $"--log-file={In("munge.log")}", $"--seed-file={In("munge.seed")}");
        WaitFor("munged answers", () => File.Exists(In("munge")), minutes: 2);
        string host = Dns.GetHostName().Split('.')[0];
        File.WriteAllText(Configuration, $"""
            ClusterName=local
            SlurmctldHost={host}(127.0.0.1)
            SlurmUser=root
            SlurmctldPort={FreePort()}
            CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
            AuthType=auth/munge
            AuthInfo=socket={In("munge")},cred_expire=10
            CredType=cred/munge
            MpiDefault=none
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            JobAcctGatherType=jobacct_gather/none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_CPU
            SchedulerParameters=sched_interval=2
            ReturnToService=2
            StateSaveLocation={In("state")}
            SlurmdSpoolDir={In("spool-%n")}
            SlurmctldPidFile={In("slurmctld.pid")}
            SlurmdPidFile={In("slurmd-%n.pid")}
            AccountingStorageType=accounting_storage/none
            JobRequeue=1
            SlurmdTimeout=15
            SlurmdParameters=config_overrides

            """ + string.Join('\n', Enumerable.Range(1, Nodes).Select(n => $"NodeName=n{n} NodeHostname={host} NodeAddr=127.0.0.1 Port={FreePort()} CPUs=2 RealMemory=2000 State=UNKNOWN"))
            + $"\nPartitionName=main Nodes=n[1-{Nodes}] Default=YES MaxTime=INFINITE State=UP\n");
        Daemon("slurmctld", "-D");
        for (int n = 1; n <= Nodes; n++) _nodes[$"n{n}"] = Daemon("slurmd", "-D", "-N", $"n{n}");
        WaitFor("all nodes are idle", () => Try("sinfo", "--noheader", "--Node", "--format=%T") is (0, var states, _) && states.Split('\n').Count(s => s.Trim() == "idle") == Nodes, minutes: 3);
    }

    private Process Daemon(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/sbin/" + program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, Environment = { ["SLURM_CONF"] = Configuration } };
        Process daemon = Process.Start(start)!;
        daemon.OutputDataReceived += (_, _) => { };
        daemon.ErrorDataReceived += (_, _) => { };
        daemon.BeginOutputReadLine();
        daemon.BeginErrorReadLine();
        _daemons.Add(daemon);
        return daemon;
    }

    private (int Code, string Output, string Error) Try(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, Environment = { ["SLURM_CONF"] = Configuration } };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);
}

/// <summary>A process as /proc shows it.</summary>
internal readonly record struct LinuxProcess(int Id)
{
    /// <summary>The words of its command, separated by spaces.</summary>
    public string CommandLine => Read("cmdline").Replace('\0', ' ');

    /// <summary>The process that started it; 0 if it is gone.</summary>
    public int Parent
    {
        get
        {
            // The name in parentheses may hold anything, so that the fields are counted from its end.
            string stat = Read("stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields.Length > 1 ? int.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture) : 0;
        }
    }

    public static IEnumerable<LinuxProcess> All()
        => Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit)).Select(name => new LinuxProcess(int.Parse(name!, System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>A variable of its environment, or null.</summary>
    public string? Variable(string name)
        => Read("environ").Split('\0').FirstOrDefault(v => v.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    /// <summary>This process and everything below it.</summary>
    public IEnumerable<LinuxProcess> Tree()
    {
        ILookup<int, LinuxProcess> children = All().ToLookup(p => p.Parent);
        var tree = new List<LinuxProcess> { this };
        for (int i = 0; i < tree.Count; i++) tree.AddRange(children[tree[i].Id]);
        return tree;
    }

    /// <summary>Kills it (SIGKILL).</summary>
    public void Kill()
    {
        try
        {
            using var process = Process.GetProcessById(Id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It is gone already.
        }
    }

    private string Read(string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{Id}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
