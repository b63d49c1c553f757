using TwinningSim.Kernel.Time;
using TwinningSim.Scenarios.Experiments;

// The format of an experiment file, in the same way as that of a scenario file.
namespace TwinningSim.Scenarios.Format;

[Meaning("An experiment: designs of a scenario, varied by factors.", Noun = "an experiment")]
internal sealed class ExperimentSource : Source
{
    [Required, Id, Meaning("Id of the experiment; also the name of its folder of results unless the command line says otherwise.")]
    public string? Experiment { get; set; }

    [Required, Length(1, 200), Meaning("Title.")]
    public string? Title { get; set; }

    [Required, Length(1, 1000), Meaning("The question that the experiment is to answer.")]
    public string? Question { get; set; }

    [Required, Length(1, 1000), Meaning("The scenario file, from the folder of this file.")]
    public string? Scenario { get; set; }

    [Length(1, Limits.Designs), Refers(To.Design), Meaning("Designs of the scenario that take part; if missing all of them, or with factors the baseline and the design without a programme.")]
    public IReadOnlyList<string> Designs { get; set; } = [];

    [Meaning("How it is run; what is missing is as in the scenario.")]
    public ExperimentRunSource? Run { get; set; }

    [Meaning("Factors that the programme decides.")]
    public FactorGroupSource? Policy { get; set; }

    [Meaning("Factors that are assumed about the world. Every policy meets the same assumptions, and net benefit is measured against the same world without a programme.")]
    public FactorGroupSource? Assumptions { get; set; }

    [Meaning("One sample over all factors together, instead of one for the policy and one for the assumptions.")]
    public SampleSource? Sample { get; set; }

    [Meaning("When there are enough replicates. Without it the number of run.replicates is run.")]
    public StopSource? Stop { get; set; }
}

[Meaning("How the experiment is run; what is missing is as in the scenario.", Noun = "the run section")]
internal sealed class ExperimentRunSource : Source
{
    [Range(0, 9_007_199_254_740_991), Meaning("Seed of all random numbers of the model.")]
    public long? Seed { get; set; }

    [Range(1, 1_000_000), Meaning("Replicates of each design; with a stopping rule, of the first look.")]
    public int? Replicates { get; set; }

    [Refers(To.Design), Meaning("The design that the others are compared with.")]
    public string? Baseline { get; set; }

    [Refers(To.Design), Meaning("The design that net benefit is measured against.")]
    public string? WithoutProgramme { get; set; }

    [Refers(To.ParameterSet), Meaning("Values of the parameters that no design sets itself: defaults, posterior (each replicate takes another draw of what calibration left open), or a named set.")]
    public string? Parameters { get; set; }
}

[Meaning("Factors, and the points at which they are sampled.", Noun = "a group of factors")]
internal sealed class FactorGroupSource : Source
{
    [Required, Length(1, Limits.Factors), Meaning("The factors.")]
    public IReadOnlyList<FactorSource> Factors { get; set; } = [];

    [Meaning("The points; every combination of levels if missing.")]
    public SampleSource? Sample { get; set; }
}

[Meaning("A factor: a number of the design that is varied, with its levels or its distribution.", Noun = "a factor")]
internal sealed class FactorSource : Source
{
    [Required, Length(1, 200), Meaning("The number that is varied, for example plan.onsite.days or parameters.trust_negativity; 'twinsim list levers' with the scenario shows all.")]
    public string? Lever { get; set; }

    [Length(1, 1000), Range(-1e12, 1e12), Meaning("The values that it takes.")]
    public IReadOnlyList<double>? Levels { get; set; }

    [Length(1, 1000), Meaning("The months that it takes, yyyy-MM, for a month of the plan or of an agent.")]
    public IReadOnlyList<Month>? Months { get; set; }

    [Meaning("Its distribution instead; uniform if low or high is given.")]
    public FactorDistribution? Distribution { get; set; }

    [Range(-1e12, 1e12), Meaning("Smallest value; that of the lever if missing.")]
    public double? Low { get; set; }

    [Range(-1e12, 1e12), Meaning("Largest value; that of the lever if missing.")]
    public double? High { get; set; }

    [Range(-1e12, 1e12), Meaning("The most likely value (triangular).")]
    public double? Mode { get; set; }

    [Range(-1e12, 1e12), Meaning("Mean before the bounds cut it (normal).")]
    public double? Mean { get; set; }

    [Range(0, 1e12, AboveMin = true), Meaning("Standard deviation before the bounds cut it (normal).")]
    public double? Sd { get; set; }

    [Range(0, 1e6, AboveMin = true), Meaning("First shape (beta).")]
    public double? Alpha { get; set; }

    [Range(0, 1e6, AboveMin = true), Meaning("Second shape (beta).")]
    public double? Beta { get; set; }
}

[Meaning("The points at which factors are sampled.", Noun = "a sample")]
internal sealed class SampleSource : Source
{
    [Required, Meaning("full-factorial: every combination of levels; list: the points given here or in a table; latin-hypercube, sobol (scrambled): evenly spread points; morris: trajectories for screening; saltelli: matrices for Sobol' indices.")]
    public SampleMethod? Method { get; set; }

    [Range(1, 1_000_000), Meaning("Number of points (latin-hypercube, sobol) or of rows (saltelli). For sobol and saltelli best a power of 2.")]
    public int? Points { get; set; }

    [Range(1, 100_000), Meaning("Number of trajectories (morris).")]
    public int? Trajectories { get; set; }

    [Range(2, 64), Meaning("Levels of the grid, an even number (morris).")]
    public int GridLevels { get; set; } = 4;

    [Range(0, 9_007_199_254_740_991), Meaning("Seed of the points; the model has its own.")]
    public long Seed { get; set; } = 1;

    [Length(1, 10_000), Meaning("The points (list).")]
    public IReadOnlyList<PointSource>? List { get; set; }

    [Length(1, 1000), Meaning("A table of points (list): a CSV or Parquet file from the folder of this file, with a column for each factor that has the name of its lever. Draws from a calibration are such a table.")]
    public string? Table { get; set; }
}

[Meaning("A point: a value for each factor.", Noun = "a point")]
internal sealed class PointSource : Source
{
    [Required, Length(1, 2 * Limits.Factors), Range(-1e12, 1e12), Meaning("The values, in the order of the factors (policy before assumptions).")]
    public IReadOnlyList<double> Values { get; set; } = [];
}

[Meaning("When there are enough replicates: when every target is met, and stays so for a while.", Noun = "the stopping rule")]
internal sealed class StopSource : Source
{
    [Range(0.5, 0.9999), Meaning("Level of the intervals.")]
    public double Level { get; set; } = 0.95;

    [Range(5, 1_000_000), Meaning("The largest number of replicates of each design, targets met or not.")]
    public int Most { get; set; } = 2_000;

    [Required, Length(1, 50), Meaning("What must be known how exactly.")]
    public IReadOnlyList<TargetSource> Targets { get; set; } = [];
}

[Meaning("How exactly an outcome must be known: one of half_width and relative.", Noun = "a target")]
internal sealed class TargetSource : Source
{
    [Required, Refers(To.Outcome), Meaning("The outcome; 'twinsim list outcomes' shows all.")]
    public string? Outcome { get; set; }

    [Meaning("Of what: the mean of each design, or its difference from the baseline in the same replicates.")]
    public TargetOf Of { get; set; }

    [Range(0, 1e12, AboveMin = true), Meaning("Half-width of the interval, in the unit of the outcome.")]
    public double? HalfWidth { get; set; }

    [Range(0, 1, AboveMin = true), Meaning("Largest error relative to the true value; not for what may be 0.")]
    public double? Relative { get; set; }
}
