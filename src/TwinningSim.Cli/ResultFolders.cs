using System.Collections.Immutable;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Reports;
using TwinningSim.Scenarios;
using TwinningSim.Storage;

namespace TwinningSim.Cli;

/// <summary>What several verbs read from folders of results.</summary>
internal static class ResultFolders
{
    /// <summary>Opens the results in a folder.</summary>
    /// <exception cref="BadInputException">There are none.</exception>
    public static ExperimentReader Open(string folder)
    {
        if (!Directory.Exists(folder)) throw new BadInputException($"There is no folder '{folder}'. Results are made by 'twinsim run'.");
        if (!File.Exists(Path.Combine(folder, Manifest.FileName)))
            throw new BadInputException($"'{folder}' holds no results: there is no {Manifest.FileName} in it. Results are made by 'twinsim run'.");
        return ExperimentReader.Open(folder);
    }

    /// <summary>What a reader must know about the experiment.</summary>
    public static ExperimentFacts Facts(ExperimentReader reader)
    {
        Scenario? scenario = ScenarioReader.Parse(reader.Manifest.ScenarioText, Manifest.FileName).Scenario;
        return new()
        {
            Scenario = reader.Manifest.Experiment, Title = reader.Manifest.Title, Question = reader.Manifest.Question, Start = scenario?.Start.ToString() ?? "?", Months = scenario?.Months ?? 0,
            Seed = reader.Manifest.Seed, Version = reader.Manifest.Program, WithoutProgramme = reader.Manifest.WithoutProgramme,
        };
    }

    /// <summary>The runs of some designs with the columns that some outcomes need.</summary>
    /// <param name="reader">The results.</param>
    /// <param name="designs">The designs, each with the name that it has in the comparison and whether it mixes assumptions with policy.</param>
    /// <param name="outcomes">The outcomes.</param>
    public static DesignRuns[] Runs(ExperimentReader reader, IReadOnlyList<(ManifestDesign Design, string Id, bool Mixed)> designs, ImmutableArray<Outcome> outcomes)
    {
        string[] columns = [.. outcomes.SelectMany(o => new[] { o.Column, o.Per }).Append("replicate").Where(c => c.Length > 0).Distinct(StringComparer.Ordinal)];
        IReadOnlyDictionary<string, double[][]> values = reader.Numbers("runs", [.. designs.Select(d => d.Design.Id)], columns);
        double[][] none = [.. columns.Select(_ => Array.Empty<double>())];
        return
        [
            .. designs.Select(d =>
            {
                double[][] own = values.TryGetValue(d.Design.Id, out double[][]? found) ? found : none;
                Dictionary<string, double[]> byName = columns.Zip(own).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal);
                return new DesignRuns(d.Id, d.Design.Title, d.Mixed, Array.ConvertAll(byName["replicate"], r => (int)r), name => byName[name]);
            }),
        ];
    }
}
