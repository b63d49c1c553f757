using System.Collections.Immutable;

namespace TwinningSim.Analysis.Calibration;

/// <summary>A parameter to be found, anywhere in its range alike (a flat prior).</summary>
/// <param name="Name">Name.</param>
/// <param name="Low">Smallest value.</param>
/// <param name="High">Largest value, above the smallest.</param>
public sealed record FreeParameter(string Name, double Low, double High)
{
    /// <summary>The value at a place of the range.</summary>
    /// <param name="unit">0 for the smallest, 1 for the largest.</param>
    public double ValueAt(double unit) => Low + (unit * (High - Low));

    /// <summary>The place of a value in the range, 0 to 1.</summary>
    public double PlaceOf(double value) => (value - Low) / (High - Low);
}

/// <summary>A recorded figure that simulations are compared with.</summary>
/// <param name="Name">Name.</param>
/// <param name="Group">What it belongs to (a cluster, a trial): groups can be left out one at a time.</param>
/// <param name="Observed">What the record says.</param>
/// <param name="Deviation">
/// Standard deviation of everything that parts a perfectly parametrised run from the record, above 0: error of the record and discrepancy of the model. The chance of a single run is
/// not in it: runs show it themselves.
/// </param>
public sealed record Target(string Name, string Group, double Observed, double Deviation);

/// <summary>A point of parameters to be simulated once.</summary>
/// <param name="Luck">Number that keys the chance of the run: no two points of a calibration share it.</param>
/// <param name="Values">Parameter values, in the order of the problem.</param>
public sealed record ParameterPoint(int Luck, ImmutableArray<double> Values);

/// <summary>Simulates points, each once. Must be a pure function of the points, whatever the number of threads.</summary>
/// <param name="batch">Number of the batch, from 0: a calibration asks for the same batches in the same order whenever it is repeated.</param>
/// <param name="points">The points.</param>
/// <returns>For each point a number for each target, in the order of the problem; none may be missing.</returns>
public delegate IReadOnlyList<ImmutableArray<double>> SimulatePoints(int batch, IReadOnlyList<ParameterPoint> points);

/// <summary>What is to be calibrated.</summary>
/// <param name="Parameters">Free parameters, 1 or more.</param>
/// <param name="Targets">Recorded figures, 1 or more.</param>
public sealed record Problem(ImmutableArray<FreeParameter> Parameters, ImmutableArray<Target> Targets)
{
    /// <summary>More deviations than this count as so many: one unlucky figure must not hide what all others say.</summary>
    public const double MostDeviations = 5;

    /// <summary>Distance of a simulated record from the real one: root mean square of the differences in their deviations, each at most <see cref="MostDeviations"/>.</summary>
    public double Distance(ImmutableArray<double> simulated)
    {
        double sum = 0;
        for (int t = 0; t < Targets.Length; t++)
        {
            double apart = Math.Clamp((simulated[t] - Targets[t].Observed) / Targets[t].Deviation, -MostDeviations, MostDeviations);
            sum += apart * apart;
        }
        return Math.Sqrt(sum / Targets.Length);
    }

    /// <summary>The values at a point of the unit cube.</summary>
    internal ImmutableArray<double> ValuesAt(ReadOnlySpan<double> unit)
    {
        var values = ImmutableArray.CreateBuilder<double>(unit.Length);
        for (int p = 0; p < unit.Length; p++) values.Add(Parameters[p].ValueAt(unit[p]));
        return values.MoveToImmutable();
    }
}
