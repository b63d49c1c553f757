using System.Collections.Immutable;
using System.Globalization;
using TwinningSim.Analysis.Calibration;
using TwinningSim.Experiments;
using TwinningSim.Kernel.Tables;
using TwinningSim.Storage;

namespace TwinningSim.Validity.Calibration;

/// <summary>
/// The simulated points of a calibration on disk, batch by batch, each committed when it is whole. What is there is not run again: a calibration that was stopped, or killed, goes on with
/// the batch that was under way.
/// </summary>
internal sealed class SimulationStore : IDisposable
{
    private readonly ExperimentFolder _folder;
    private readonly TableDefinition _table;
    private readonly string _key;
    private readonly ImmutableArray<FreeParameter> _parameters;
    private readonly ImmutableArray<Target> _figures;
    private readonly Dictionary<(string Part, int Luck), double[]> _known = [];

    private SimulationStore(ExperimentFolder folder, TableDefinition table, string key, Problem problem)
    {
        _folder = folder;
        _table = table;
        _key = key;
        _parameters = problem.Parameters;
        _figures = problem.Targets;
    }

    /// <summary>Points that were there when the store was opened.</summary>
    public int Reused => _known.Count;

    /// <summary>Opens or creates it.</summary>
    /// <param name="path">Folder.</param>
    /// <param name="study">The whole study.</param>
    /// <param name="options">How thoroughly it is calibrated: other options ask for other points.</param>
    /// <param name="parts">Names of its parts.</param>
    /// <param name="fresh">Whether to delete what is there.</param>
    /// <exception cref="StorageException">The folder is refused or cannot be written.</exception>
    public static SimulationStore Open(string path, CalibrationStudy study, CalibrationOptions options, IReadOnlyList<string> parts, bool fresh)
    {
        Problem problem = study.Problem;
        string key = study.Hash();
        string wanted = string.Create(CultureInfo.InvariantCulture,
            $"{key} {options.Seed} {options.WavePoints} {options.Waves} {options.CutOff:R} {options.Particles} {options.Kept:R} {options.LeastAcceptance:R} {options.MostGenerations}");
        var table = new TableDefinition("simulations", "One simulated point of a calibration: parameters, and the figures of the record in one run of each world.",
        [
            new("point", ColumnType.Whole, "number", "Number of the point; keys the chance of its runs."),
            .. problem.Parameters.Select(p => new ColumnDefinition(p.Name, ColumnType.Real, "as the parameter", "Value of the parameter.")),
            .. problem.Targets.Select(t => new ColumnDefinition(ColumnOf(t), ColumnType.Real, "as the fact", $"Simulated figure of {t.Name}.", Nullable: true)),
        ]);
        var manifest = new Manifest
        {
            Experiment = "calibration", Title = "Calibration of the model on the record", Program = ProgramVersion.Current, Seed = options.Seed, Replicates = int.MaxValue, Baseline = parts[0],
            ScenarioHash = key, ScenarioText = "", Parameters = ImmutableSortedDictionary<string, double>.Empty, Tables = [table],
            Designs = [.. parts.Select(part => new ManifestDesign(part, part, wanted, ImmutableSortedDictionary<string, double>.Empty))],
        };
        ExperimentFolder folder = ExperimentFolder.Open(path, manifest, fresh);
        var store = new SimulationStore(folder, table, key, problem);
        store.Read(path, parts);
        return store;
    }

    /// <summary>The figures of points: those that are known, or else those of a run, which is kept.</summary>
    /// <param name="part">Which part of the calibration asks.</param>
    /// <param name="figures">The figures wanted.</param>
    /// <param name="points">The points.</param>
    /// <param name="simulate">Runs them.</param>
    public IReadOnlyList<ImmutableArray<double>> Get(string part, ImmutableArray<Target> figures, IReadOnlyList<ParameterPoint> points, Func<IReadOnlyList<ImmutableArray<double>>> simulate)
    {
        int[] wanted = [.. figures.Select(f => _figures.IndexOf(f))];
        double[]?[] rows = [.. points.Select(point => Known(part, point))];
        if (Array.TrueForAll(rows, row => row is not null)) return [.. rows.Select(row => wanted.Select(t => row![1 + _parameters.Length + t]).ToImmutableArray())];
        IReadOnlyList<ImmutableArray<double>> simulated = simulate();
        var buffer = new TableBuffer(_table, points.Count);
        for (int i = 0; i < points.Count; i++)
        {
            int row = buffer.AddRow();
            buffer.Set(row, 0, points[i].Luck);
            for (int p = 0; p < _parameters.Length; p++) buffer.Set(row, 1 + p, points[i].Values[p]);
            for (int t = 0; t < _figures.Length; t++) buffer.Set(row, 1 + _parameters.Length + t, double.NaN);
            for (int t = 0; t < wanted.Length; t++) buffer.Set(row, 1 + _parameters.Length + wanted[t], simulated[i][t]);
        }
        using ShardWriter writer = _folder.Begin(new ShardName(_key, part, points[0].Luck, points.Count));
        writer.Append(buffer);
        writer.Commit();
        return simulated;
    }

    /// <summary>Says in the folder that everything is there.</summary>
    public void Finish() => _folder.WriteManifest(complete: true);

    public void Dispose() => _folder.Dispose();

    /// <summary>The name of a figure's column.</summary>
    internal static string ColumnOf(Target target) => target.Name.ToLowerInvariant().Replace('-', '_');

    private double[]? Known(string part, ParameterPoint point)
    {
        if (!_known.TryGetValue((part, point.Luck), out double[]? row)) return null;
        for (int p = 0; p < _parameters.Length; p++)
        {
            if (BitConverter.DoubleToInt64Bits(row[1 + p]) != BitConverter.DoubleToInt64Bits(point.Values[p])) return null;
        }
        return row;
    }

    private void Read(string path, IReadOnlyList<string> parts)
    {
        ExperimentReader reader = ExperimentReader.Open(path);
        string[] columns = [.. _table.Columns.Select(c => c.Name)];
        foreach (string part in parts)
        {
            double[][] values;
            try
            {
                values = reader.Numbers(_table.Name, part, columns);
            }
            catch (DamagedResultException)
            {
                // Its batches are run again, and take the place of the damaged ones.
                continue;
            }
            for (int r = 0; r < values[0].Length; r++) _known[(part, (int)values[0][r])] = [.. values.Select(column => column[r])];
        }
    }
}
