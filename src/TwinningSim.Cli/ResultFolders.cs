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
        Manifest manifest = reader.Manifest;
        Scenario? scenario = manifest.Start is null ? ScenarioReader.Parse(manifest.ScenarioText, Manifest.FileName).Scenario : null;
        return new()
        {
            Scenario = manifest.Experiment, Title = manifest.Title, Question = manifest.Question, Start = manifest.Start ?? scenario?.Start.ToString() ?? "?", Months = manifest.Months ?? scenario?.Months ?? 0,
            Seed = manifest.Seed, Version = manifest.Program, WithoutProgramme = manifest.WithoutProgramme,
        };
    }

    /// <summary>The runs of some designs with the columns that some outcomes need.</summary>
    /// <param name="reader">The results.</param>
    /// <param name="designs">The designs, each with the name that it has in the comparison and whether it mixes assumptions with policy.</param>
    /// <param name="outcomes">The outcomes.</param>
    public static DesignRuns[] Runs(ExperimentReader reader, IReadOnlyList<(ManifestDesign Design, string Id, bool Mixed)> designs, ImmutableArray<Outcome> outcomes)
    {
        string[] columns = [.. outcomes.SelectMany(o => new[] { o.Column, o.Per }).Append("replicate").Where(c => c.Length > 0).Distinct(StringComparer.Ordinal)];
        ResultColumns values = reader.Columns("runs", [.. designs.Select(d => d.Design.Id)], columns);
        return
        [
            .. designs.Select(d => new DesignRuns(d.Id, d.Design.Title, d.Mixed, Array.ConvertAll(values.Numbers(d.Design.Id, "replicate"), r => (int)r),
                column => values.Numbers(d.Design.Id, column))),
        ];
    }
}
