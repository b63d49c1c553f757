using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Analysis;

/// <summary>What the statistics draw random numbers for. Their draws have seeds of their own and never meet those of a model.</summary>
internal static class Chance
{
    /// <summary>Rows of a bootstrap resample. Replicate = resample; agent = row; index = what is resampled.</summary>
    public static readonly DrawPurpose Resampling = new(200);

    /// <summary>Moves of a search. Replicate = generation; agent = candidate; index = move.</summary>
    public static readonly DrawPurpose Search = new(201);

    /// <summary>Latin hypercube: order of the strata. Agent = row; index = column.</summary>
    public static readonly DrawPurpose Stratum = new(210);

    /// <summary>Latin hypercube: place within a stratum. Agent = row; index = column.</summary>
    public static readonly DrawPurpose WithinStratum = new(211);

    /// <summary>Owen scrambling. Agent = dimension; month = digit; index = the digits before it.</summary>
    public static readonly DrawPurpose Digit = new(212);

    /// <summary>Morris trajectories: order of the factors. Agent = factor; index = trajectory.</summary>
    public static readonly DrawPurpose TrajectoryOrder = new(213);

    /// <summary>Morris trajectories: start and direction. Agent = factor; index = trajectory.</summary>
    public static readonly DrawPurpose TrajectoryStart = new(214);

    /// <summary>Calibration: a place of the ranges. Agent = point; replicate = batch; index = attempt.</summary>
    public static readonly DrawPurpose Proposal = new(220);

    /// <summary>Calibration: the kept point that a new one starts from. Agent = point; replicate = batch; index = attempt.</summary>
    public static readonly DrawPurpose Ancestor = new(221);

    /// <summary>Calibration: places at which the plausible share is measured. Agent = place.</summary>
    public static readonly DrawPurpose Volume = new(222);

    /// <summary>Composite index: weights. Agent = variant; index = indicator.</summary>
    public static readonly DrawPurpose Weights = new(230);
}
