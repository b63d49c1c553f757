using System.Collections.Immutable;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Analysis.Sensitivity;
using TwinningSim.Reports.Charts;

namespace TwinningSim.Reports.Pages.Sections;

/// <summary>What an outcome depends on: the tornado of the screening, shares of variance with that of luck, and what was varied.</summary>
/// <param name="studies">The studies that are kept with the results, each with the answer that it came in.</param>
/// <param name="remarks">What else must be known: studies that were left out, say.</param>
public sealed class SensitivitySection(ImmutableArray<(SensitivityStudy Study, DecisionAnswer Answer)> studies, ImmutableArray<string> remarks) : ReportSection
{
    /// <summary>Factors that are drawn of a screening; the table has all.</summary>
    private const int MostDrawn = 12;

    /// <inheritdoc/>
    public override string Id => "sensitivity";

    /// <inheritdoc/>
    public override string Title => "What the answer depends on";

    /// <inheritdoc/>
    public override IEnumerable<Chart> Figures => studies.SelectMany(s => FiguresOf(s.Study, s.Answer));

    internal override void Write(HtmlWriter html)
    {
        html.Element("p", "How much an outcome moves when the numbers behind it move. A factor is a parameter of the model, a fact about the clusters or a lever of the programme. "
            + "Luck is a factor too: which replicates a point was run with. What involves luck alone no knowledge of the others removes.");
        foreach ((SensitivityStudy study, DecisionAnswer answer) in studies)
        {
            Outcome? outcome = Outcomes.Find(study.Outcome);
            html.Open("h3").Text($"{outcome?.Title ?? study.Outcome} of ").Name(study.Design).Close("h3");
            html.Open("div", ("class", "answer"));
            foreach (string sentence in answer.Words) html.Element("p", sentence);
            html.Close("div");
            foreach (Chart chart in FiguresOf(study, answer)) html.Figure(chart);
            Table(html, study, outcome);
            html.Open("p", ("class", "source")).Text($"{SourceOf(study, answer)} Made by: ").Element("code", answer.Command).Close("p");
        }
        foreach (string remark in remarks) html.Element("p", remark, ("class", "missing"));
    }

    private static void Table(HtmlWriter html, SensitivityStudy study, Outcome? outcome)
    {
        IReadOnlyList<string> Row(string name, string range, MorrisEffect? effect, SobolIndex? index) =>
        [
            name, range, .. study.Morris is null ? [] : new[] { effect is null ? "-" : DecisionWords.Interval(effect.Absolute), effect is null ? "-" : DecisionWords.Interval(effect.Mean), effect is null ? "-" : DecisionWords.Number(effect.Spread) },
            .. study.Sobol is null ? [] : new[] { index is null ? "-" : DecisionWords.Interval(index.First), index is null ? "-" : DecisionWords.Interval(index.Total) },
        ];
        var rows = new List<IReadOnlyList<string>>();
        foreach (int i in Order(study))
        {
            int kept = study.SobolFactors.IndexOf(study.Factors[i].Name);
            rows.Add(Row(study.Factors[i].Name, $"{DecisionWords.Number(study.Factors[i].Low)} to {DecisionWords.Number(study.Factors[i].High)}", study.Morris?.Effects[i], kept < 0 ? null : study.Sobol?.Indices[kept]));
        }
        if (study.Sobol is { } sobol) rows.Add(Row("luck (which replicates)", "-", null, sobol.Indices[^1]));
        List<string> heads = ["Factor", "Range"];
        if (study.Morris is not null) heads.AddRange($"mu*, {outcome?.Unit}", "mu", "sigma");
        if (study.Sobol is not null) heads.AddRange("Share alone", "Share in all");
        html.Table($"What was varied, and what it did to {outcome?.Title.ToLowerInvariant() ?? study.Outcome}", heads, rows);
    }

    /// <summary>Factors from the one that matters most on.</summary>
    private static int[] Order(SensitivityStudy study) =>
    [
        .. Enumerable.Range(0, study.Factors.Length).OrderByDescending(i => study.Morris?.Effects[i].Absolute.Value
            ?? (study.SobolFactors.IndexOf(study.Factors[i].Name) is >= 0 and var kept ? study.Sobol?.Indices[kept].Total.Value ?? 0 : 0)),
    ];

    private static IEnumerable<Chart> FiguresOf(SensitivityStudy study, DecisionAnswer answer)
    {
        Outcome? outcome = Outcomes.Find(study.Outcome);
        string title = outcome?.Title.ToLowerInvariant() ?? study.Outcome, unit = outcome?.Unit ?? "";
        if (study.Morris is { } morris)
        {
            int[] drawn = [.. Order(study).Take(MostDrawn)];
            MorrisEffect first = morris.Effects[drawn[0]];
            string rest = study.Factors.Length > MostDrawn ? $" Drawn are the {MostDrawn} of {study.Factors.Length} factors that move it most." : "";
            yield return new IntervalChart(new ChartText
            {
                Title = $"How far {title} of {study.Design} moves over the range of each factor",
                Description = $"Mean absolute effect of each factor over its range, with its interval, the largest first. {study.Factors[drawn[0]].Name} moves {title} most: {DecisionWords.Interval(first.Absolute)} {unit}.{rest}",
                Horizontal = $"Mean absolute effect over the factor's range (mu*), {unit}", Source = SourceOf(study, answer),
            }, [.. drawn.Select(i => RowOf(study.Factors[i].Name, morris.Effects[i].Absolute, Sign(morris.Effects[i])))])
            {
                Reference = 0, Lines = $"Lines: {Percent(first.Absolute.Level)} intervals over {morris.Trajectories} trajectories. Up: more of the factor gives more; down: less; mixed: it depends on the others, or cannot be told.{rest}",
            };
        }
        if (study.Sobol is { } sobol)
        {
            string[] names = [.. study.SobolFactors, "luck (which replicates)"];
            int[] order = [.. Enumerable.Range(0, names.Length).OrderByDescending(i => sobol.Indices[i].Total.Value)];
            SobolIndex luck = sobol.Indices[^1];
            yield return new IntervalChart(new ChartText
            {
                Title = $"Where the variance of {title} of {study.Design} comes from",
                Description = $"Share of variance of each factor, alone and with its interactions, and of luck. Luck: {DecisionWords.Percent(Math.Clamp(luck.Total.Value, 0, 1))}. Largest: {names[order[0]]} with {DecisionWords.Percent(sobol.Indices[order[0]].Total.Value)}.",
                Horizontal = "Share of variance", Source = SourceOf(study, answer),
            }, [.. order.SelectMany(i => new[] { RowOf($"{names[i]}, total", sobol.Indices[i].Total, ""), RowOf($"{names[i]}, alone", sobol.Indices[i].First, "") with { Style = 1 } })])
            {
                Reference = 0, Lines = $"Lines: {Percent(luck.Total.Level)} intervals over {sobol.Rows} rows. Total: with all interactions; alone: first order. A share below 0 is chance.",
            };
        }
    }

    private static Interval RowOf(string name, Estimate estimate, string sign) => new(name, estimate.Value, estimate.Low, estimate.High) { Words = (DecisionWords.Number(estimate.Value) + " " + sign).Trim() };

    private static string Sign(MorrisEffect effect) => effect.Absolute.Value == 0 ? "" : effect.Mean.Low > 0 ? "up" : effect.Mean.High < 0 ? "down" : "mixed";

    private static string SourceOf(SensitivityStudy study, DecisionAnswer answer)
        => $"Design {study.Design}; {answer.Facts.Months} months from {answer.Facts.Start}; each point is the mean of n = {study.Replicates} {(study.Replicates == 1 ? "run" : "runs")}, {study.Runs:#,0} runs in all; seed {answer.Facts.Seed}; twinsim {answer.Facts.Version}.";

    private static string Percent(double level) => FormattableString.Invariant($"{100 * level:0.#} %");
}

/// <summary>Answers to other questions that are kept with the results: the words of select, size, cost and optimise, and how to ask again.</summary>
/// <param name="answers">The answers.</param>
public sealed class FurtherAnswersSection(ImmutableArray<DecisionAnswer> answers) : ReportSection
{
    /// <inheritdoc/>
    public override string Id => "further-answers";

    /// <inheritdoc/>
    public override string Title => "What else was asked";

    internal override void Write(HtmlWriter html)
    {
        html.Element("p", "Each of these has runs of its own, with the seed and the version that stand below it.");
        foreach (DecisionAnswer answer in answers)
        {
            html.Element("h3", answer.Format.Split('-')[1] switch
            {
                "selection" => "Which design is the best",
                "size" => "How much is enough",
                "split" => "How two levers are best mixed",
                "cost" => "What a unit of effect costs",
                "optimise" => "The best mix of activities",
                var other => other,
            });
            foreach (string sentence in answer.Words) html.Element("p", sentence);
            html.Open("p", ("class", "source")).Text($"{answer.Facts.Months} months from {answer.Facts.Start}; seed {answer.Facts.Seed}; twinsim {answer.Facts.Version}. Made by: ").Element("code", answer.Command).Close("p");
        }
    }
}
