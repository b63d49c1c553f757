using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TwinningSim.Storage;

namespace TwinningSim.Experiments;

/// <summary>
/// Runs an experiment as the one service of a host (Microsoft.Extensions.Hosting). The host brings what a long run needs around it: SIGINT (Ctrl-C) and SIGTERM become
/// a clean stop, environment variables TWINSIM_... become configuration (TWINSIM_Logging__LogLevel__Default=Debug), and the runner gets its log.
/// </summary>
public static class ExperimentHost
{
    /// <summary>Runs what is missing of an experiment, until done or told to stop.</summary>
    /// <inheritdoc cref="ExperimentRunner.RunAsync"/>
    /// <param name="plan">What to run.</param>
    /// <param name="folder">The experiment's folder; created if need be.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="progress">Told about ten times a second, from the worker threads but never by two at once.</param>
    /// <param name="log">Where warnings go; nowhere if null.</param>
    /// <param name="cancel">Stops, as a signal does.</param>
    public static async Task<RunOutcome> RunAsync(
        ExperimentPlan plan, string folder, RunOptions options, IProgress<ExperimentProgress>? progress = null, Action<ILoggingBuilder>? log = null,
        CancellationToken cancel = default)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddEnvironmentVariables("TWINSIM_");
        builder.Services.AddLogging(logging =>
        {
            logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
            // The service hands its failures to the caller; the host would print them with a stack trace.
            logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
            log?.Invoke(logging);
        });
        builder.Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        builder.Services.AddSingleton<ExperimentRunner>();
        builder.Services.AddSingleton(services => new ExperimentService(
            services.GetRequiredService<ExperimentRunner>(), services.GetRequiredService<IHostApplicationLifetime>(), plan, folder, options, progress));
        builder.Services.AddHostedService(services => services.GetRequiredService<ExperimentService>());

        using IHost host = builder.Build();
        ExperimentService service = host.Services.GetRequiredService<ExperimentService>();
        if (cancel.IsCancellationRequested) return new RunOutcome(false, 0, 0, plan.Runs);
        await host.StartAsync(CancellationToken.None);
        await host.WaitForShutdownAsync(cancel);
        return await service.Outcome;
    }

    /// <summary>Writes the manifest of a complete experiment anew: with what became of its stopping rule, which is known only when the results are there.</summary>
    /// <param name="plan">What was run.</param>
    /// <param name="folder">The experiment's folder.</param>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static void Restate(ExperimentPlan plan, string folder)
    {
        using ExperimentFolder open = ExperimentFolder.Open(folder, plan.ToManifest());
        open.WriteManifest(complete: true);
    }

    private sealed class ExperimentService(
        ExperimentRunner runner, IHostApplicationLifetime lifetime, ExperimentPlan plan, string folder, RunOptions options, IProgress<ExperimentProgress>? progress)
        : BackgroundService
    {
        private readonly TaskCompletionSource<RunOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<RunOutcome> Outcome => _outcome.Task;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            try
            {
                _outcome.SetResult(await runner.RunAsync(plan, folder, options, progress, stoppingToken));
            }
            catch (Exception e)
            {
                _outcome.SetException(e);
            }
            lifetime.StopApplication();
        }
    }
}
