using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Economics;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Analysis.Runs;
using TwinningSim.Analysis.Sensitivity;
using TwinningSim.Experiments;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Reports;
using TwinningSim.Reports.Charts;
using TwinningSim.Reports.Pages;
using TwinningSim.Reports.Pages.Sections;
using TwinningSim.Reports.Stories;
using TwinningSim.Scenarios;
using TwinningSim.Storage;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim report</c>: results in, one HTML file out that a planner reads without help.</summary>
internal static class ReportVerb
{
    /// <summary>Designs that are drawn over time: more lines than this cannot be told apart.</summary>
    private const int MostDrawn = 5;

    private static readonly (string Column, string Title, string Unit)[] Drawn =
    [
        ("firms_with_do_how", "Firms with do-how", "firms"), ("practices_new", "New practices in use", "practices"), ("deals", "Deals closed", "deals"),
    ];

    private static readonly string[] OtherCourses = ["c2c", "c2b", "b2b", "know_how", "do_how", "know_how_participants", "do_how_participants"];

    /// <summary>Columns of the table of runs in which the run that is told lies near the middle.</summary>
    private static readonly string[] Middle = ["firms_with_do_how", "practices_new", "deals", "spending_eur", "first_agreement_month"];

    public static Command Make()
    {
        var folder = new Argument<string>("folder") { Description = "The folder of results that 'twinsim run' wrote." };
        var file = new Option<string>("--out", "-o") { Description = "The file to write. Default: report.html in the folder.", HelpName = "file.html" };
        var baseline = new Option<string>("--baseline") { Description = "The design that the others are compared with. Default: that of the results.", HelpName = "design" };
        Option<ulong?> replicate = Input.WholeNumber("--replicate", "Which replicate is told as a story. Default: the one nearest to the middle of all.", 0, ExperimentPlan.MaxReplicates - 1);
        var pictures = new Option<string>("--pictures") { Description = "Also write every figure as PNG and SVG into this folder.", HelpName = "folder" };
        var command = new Verb("report", "Write a report of results: one HTML file with words, tables and figures, to read, print and pass on.") { folder, file, baseline, replicate, pictures };
        command.Examples =
        [
            ("twinsim report results/my-cluster", "writes results/my-cluster/report.html"),
            ("twinsim report results/my-cluster --out my-cluster.html --pictures figures", "and each figure as PNG and SVG"),
        ];
        command.SetAction(result => Write(result.GetRequiredValue(folder), result.GetValue(file), result.GetValue(baseline), (int?)result.GetValue(replicate), result.GetValue(pictures)));
        return command;
    }

    private static int Write(string folder, string? file, string? baseline, int? replicate, string? pictures)
    {
        if (!Directory.Exists(folder)) throw new BadInputException($"There is no folder '{folder}'. Run an experiment first: twinsim run <scenario>.");
        if (!File.Exists(Path.Combine(folder, Manifest.FileName))) throw new BadInputException($"'{folder}' holds no results: there is no {Manifest.FileName} in it. Give the folder that 'twinsim run' named.");
        ExperimentReader reader = ExperimentReader.Open(folder);
        string path = file ?? Path.Combine(folder, "report.html");
        if (Directory.Exists(path)) throw new BadInputException($"'{path}' is a folder. Give the name of a file with --out.");
        if (baseline is not null) Input.CheckName("The design", baseline, [.. reader.Designs]);
        var source = new Source(reader, folder, baseline ?? reader.Manifest.Baseline, replicate);
        ImmutableArray<ReportSection> sections = [.. source.Sections()];
        string html = ReportPage.Of(source.Facts.Title, source.Facts.Question, PlainWords.Setting(source.Comparison, source.Facts), sections);
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent) Directory.CreateDirectory(parent);
        File.WriteAllText(path, html, new UTF8Encoding(false));
        Console.Out.WriteLine($"Wrote {path} ({Math.Max(1, html.Length / 1024):#,0} kB): open it in a browser; it needs no network.");
        if (pictures is null) return ExitCode.Success;
        Directory.CreateDirectory(pictures);
        int count = 0;
        foreach (Chart chart in sections.SelectMany(s => s.Figures))
        {
            string name = Path.Combine(pictures, $"figure-{++count:00}");
            File.WriteAllBytes(name + ".png", chart.ToPng());
            File.WriteAllText(name + ".svg", chart.ToSvg(), new UTF8Encoding(false));
        }
        Console.Out.WriteLine($"Wrote {Input.Count(count, "figure")} into {pictures}.");
        return ExitCode.Success;
    }

    /// <summary>Everything that the sections are made from, read once.</summary>
    private sealed class Source
    {
        private readonly ExperimentReader _reader;
        private readonly string _folder;
        private readonly ScenarioReading _scenario;
        private readonly string? _parameters;
        private readonly ImmutableArray<RunMeans> _means;
        private readonly string[] _focus;
        private readonly string _chosen;
        private readonly string _sourceLine;
        private readonly TimeAxis _axis;
        private readonly int _replicate;
        private readonly CostEffectiveness? _economics;

        public Source(ExperimentReader reader, string folder, string baseline, int? replicate)
        {
            _reader = reader;
            _folder = folder;
            Manifest manifest = reader.Manifest;
            (_scenario, _parameters) = ScenarioOf(manifest, baseline);
            ManifestDesign[] designs = [.. manifest.Designs.Where(d => reader.Replicates(d.Id) > 0)];
            if (designs.All(d => d.Id != baseline)) throw new BadInputException($"No run of the baseline '{baseline}' is finished yet. Run the experiment again with the same command: it goes on where it stopped.");
            bool baselineMixed = designs.First(d => d.Id == baseline).ChangesAssumptions;
            string? without = designs.Any(d => d.Id == manifest.WithoutProgramme) ? manifest.WithoutProgramme : null;
            int months = (int)reader.Numbers("months", baseline, "month").Max() + 1;
            Kernel.Time.Month start = Kernel.Time.Month.TryParse(reader.Texts("months", baseline, "date")[0], out Kernel.Time.Month first) ? first : default;
            Facts = new ExperimentFacts
            {
                Scenario = manifest.Experiment, Title = manifest.Title, Question = manifest.Question, Start = start.ToString(), Months = months, Seed = manifest.Seed, Version = manifest.Program,
                WithoutProgramme = without,
            };
            ImmutableArray<Outcome> outcomes = Outcomes.Main;
            string[] columns = [.. outcomes.SelectMany(o => new[] { o.Column, o.Per }).Where(c => c.Length > 0).Concat(MoneySection.Columns).Concat(AdoptionSection.Columns)
                .Concat(MonitoringSection.Columns).Concat(["replicate", "first_agreement_month", "first_c2b_month", "first_deal_month"]).Distinct(StringComparer.Ordinal)];
            var runs = designs.ToDictionary(d => d.Id, d => columns.Zip(reader.Numbers("runs", d.Id, columns)).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal));
            Comparison = Comparison.Of([.. designs.Select(d => new DesignRuns(d.Id, d.Title, d.ChangesAssumptions != baselineMixed, [.. runs[d.Id]["replicate"].Select(r => (int)r)], name => runs[d.Id][name]))],
                baseline, outcomes, without);
            _means = [.. designs.Select(d => new RunMeans(d.Id, columns.ToImmutableDictionary(c => c, c => Estimates.Mean(runs[d.Id][c].Where(double.IsFinite).ToArray()))))];
            _economics = Economics([.. designs.Where(d => d.ChangesAssumptions == baselineMixed).Select(d => (d, runs[d.Id]))], manifest.Seed);
            (_focus, _chosen) = Choose();
            _sourceLine = PlainWords.Source(Comparison, Facts);
            int? end = _scenario.Scenario?.Find(baseline)?.ProgrammeEnd;
            _axis = new TimeAxis(start, _sourceLine, end < months ? [new Mark(end.Value, "programme ends")] : []);
            _replicate = replicate ?? (int)runs[baseline]["replicate"][TypicalRun.Of([.. Middle.Select(c => runs[baseline][c])])];
        }

        /// <summary>The scenario with the set of parameters that the command line named for these results: the one with which the baseline has its hash.</summary>
        private static (ScenarioReading Scenario, string? Parameters) ScenarioOf(Manifest manifest, string baseline)
        {
            string file = manifest.Experiment + ".yaml";
            ScenarioReading own = ScenarioReader.Parse(manifest.ScenarioText, file);
            string? made = manifest.Designs.FirstOrDefault(d => d.Id == baseline)?.Hash;
            bool IsMade(ScenarioReading reading) => reading.Scenario?.Find(baseline) is { } design && ExperimentPlan.HashOf(design) == made;
            if (!own.Succeeded || IsMade(own)) return (own, null);
            return ParameterSets.Names.Select(set => (ScenarioReader.Parse(manifest.ScenarioText, file, set), (string?)set)).FirstOrDefault(r => IsMade(r.Item1), (own, null));
        }

        public Comparison Comparison { get; }

        public ExperimentFacts Facts { get; }

        private string Baseline => Comparison.Baseline;

        public IEnumerable<ReportSection> Sections()
        {
            yield return new AnswerSection(Comparison, Facts);
            yield return new DesignsSection(Comparison, Facts);
            foreach (ReportSection section in OverTime()) yield return section;
            yield return new MoneySection(_means, _sourceLine);
            yield return new AdoptionSection(_means, Baseline);
            yield return new MonitoringSection([.. _focus.Select(id => _means.First(m => m.Design == id))], _chosen);
            yield return Facts.WithoutProgramme is null
                ? new MissingSection("cost-effectiveness", "What it costs", "The results hold no design without a programme, so that nothing can be said of what the programme added. Name one with run: {without_programme: ...} in the scenario and run it again.")
                : new CostSection(Comparison, Facts, _economics);
            foreach (ReportSection section in Kept()) yield return section;
            foreach (ReportSection section in Told()) yield return section;
            yield return new LimitsSection();
            yield return new ReproduceSection(Facts, _reader.Manifest.Replicates, _reader.Manifest.ScenarioHash, _reader.Manifest.ScenarioText, [.. _reader.Manifest.Designs.Select(d => (d.Id, d.Hash))], _parameters);
        }

        /// <summary>What other analyses of this scenario answered; those of another text of the scenario are named and left out.</summary>
        private IEnumerable<ReportSection> Kept()
        {
            var studies = new List<(SensitivityStudy, DecisionAnswer)>();
            var others = new List<DecisionAnswer>();
            var remarks = new List<string>();
            foreach ((string file, DecisionAnswer? answer, string? problem) in KeptAnswers.Read(_folder))
            {
                string? why = problem;
                if (answer is not null && answer.ScenarioHash != _reader.Manifest.ScenarioHash) why = "it belongs to another text of the scenario; ask again to have it here";
                try
                {
                    if (why is null && answer!.Format == "twinsim-sensitivity-1") studies.Add((ResultJson.ResultOf<SensitivityStudy>(answer), answer));
                    else if (why is null) others.Add(answer!);
                }
                catch (JsonException e)
                {
                    why = e.Message;
                }
                if (why is not null) remarks.Add($"The answer in {ExperimentFolder.AnalysesName}/{file} is left out: {why}.");
            }
            string command = $"twinsim sensitivity {Facts.Scenario}.yaml --results {_folder}";
            yield return studies.Count > 0 ? new SensitivitySection([.. studies], [.. remarks])
                : new MissingSection("sensitivity", "What the answer depends on", string.Join(' ', remarks.Prepend(
                    $"Nobody has asked yet which assumptions matter most: the results of this folder say how designs differ under one set of them. The command '{command}' runs that analysis, keeps its answer here, and this report then shows what was varied, what it did, and how much is luck.")));
            if (others.Count > 0) yield return new FurtherAnswersSection([.. others]);
        }

        /// <summary>Cost-effectiveness in firms with do-how, at prices from 0 to twice the largest ratio of the frontier; null where replicates do not pair.</summary>
        private static CostEffectiveness? Economics((ManifestDesign Design, Dictionary<string, double[]> Runs)[] designs, ulong seed)
        {
            int common = designs.Min(d => d.Runs["replicate"].Length);
            if (designs.Length < 2 || common < 2 || designs.Any(d => !d.Runs["replicate"].AsSpan(0, common).SequenceEqual(designs[0].Runs["replicate"].AsSpan(0, common)))) return null;
            EconomicRuns[] runs = [.. designs.Select(d => new EconomicRuns(d.Design.Id, d.Design.Title, d.Runs["spending_eur"][..common], d.Runs["firms_with_do_how"][..common]))];
            double most = CostEffectivenessFrontier.Of([.. runs.Select(r => r.Costs.Average())], [.. runs.Select(r => r.Effects.Average())]).Max(o => o.Icer ?? 0);
            if (!(most > 0 && double.IsFinite(most))) return null;
            return CostEffectiveness.OfReplicates(runs, [.. Enumerable.Range(0, 41).Select(i => most * i / 20)], seed: seed);
        }

        /// <summary>The designs that are drawn: the baseline, the one without a programme, and those that do best.</summary>
        private (string[] Ids, string Words) Choose()
        {
            var ids = new List<string> { Baseline };
            if (Facts.WithoutProgramme is { } without && without != Baseline) ids.Add(without);
            foreach (Leader leader in Comparison.Leaders)
            {
                if (ids.Count < MostDrawn && !ids.Contains(leader.Design)) ids.Add(leader.Design);
            }
            foreach (DesignResult design in Comparison.Designs)
            {
                if (ids.Count < Math.Min(MostDrawn, 4) && !ids.Contains(design.Id)) ids.Add(design.Id);
            }
            return ([.. ids], ids.Count == Comparison.Designs.Length ? "All designs are shown." : $"Shown are the baseline, the design without a programme and those that do best on a main outcome: {string.Join(", ", ids)}. The others stand in the tables of designs.");
        }

        private IEnumerable<ReportSection> OverTime()
        {
            var courses = _focus.ToDictionary(id => id, id =>
            {
                string[] columns = ["month", .. Drawn.Select(d => d.Column), .. id == Baseline ? OtherCourses : []];
                double[][] rows = _reader.Numbers("months", id, columns);
                return columns.Skip(1).Select((c, i) => (c, MonthlyCourse.Of(rows[0], rows[i + 1]))).ToDictionary(c => c.c, c => c.Item2, StringComparer.Ordinal);
            });
            Dictionary<string, MonthlyCourse> own = courses[Baseline];
            yield return new CoursesSection([.. Drawn.Select(d => new CourseOfColumn(d.Column, d.Title, d.Unit, [.. _focus.Select(id => (id, courses[id][d.Column]))]))], _axis, _chosen);
            yield return new TrustSection(own["c2c"], own["c2b"], own["b2b"], _axis, Baseline,
                [Milestone("first agreement", "first_agreement_month"), Milestone("first activity with the other side", "first_c2b_month"), Milestone("first deal", "first_deal_month")]);
            var pairs = ImmutableArray.Create(("all firms", own["know_how"], own["do_how"]));
            if (own["know_how_participants"].Months.Any(m => m.Mean.Count > 1)) pairs = pairs.Add(("firms that were trained", own["know_how_participants"], own["do_how_participants"]));
            yield return new KnowHowSection(pairs, _axis, Baseline);
        }

        private (string, double) Milestone(string what, string column)
        {
            double[] months = [.. _reader.Numbers("runs", Baseline, column)];
            double[] present = [.. months.Where(double.IsFinite).Order()];
            double share = (double)present.Length / months.Length, median = share > 0.5 ? MonthlyCourse.QuantileOf(present, 0.5) : double.NaN;
            string when = present.Length == 0 ? "in no run"
                : FormattableString.Invariant($"in {100 * share:0.#} % of the runs, there in the middle after {MonthlyCourse.QuantileOf(present, 0.5):0.#} months");
            return ($"{what}: {when}", median);
        }

        /// <summary>What needs the run itself: it is run again, which gives the same run only with the same program.</summary>
        private IEnumerable<ReportSection> Told()
        {
            string? obstacle = !_scenario.Succeeded ? "This version of the program cannot read the scenario that is kept with the results."
                : _reader.Manifest.Program != ProgramVersion.Current ? $"The results were made by twinsim {_reader.Manifest.Program}, this is {ProgramVersion.Current}: another build would tell another run."
                : null;
            if (obstacle is not null)
            {
                yield return new MissingSection("links", "Who was linked to whom, before and after", obstacle);
                yield return new MissingSection("story", "The story of a typical run", obstacle);
                yield break;
            }
            Scenario scenario = _scenario.Scenario!;
            Design design = scenario.Find(Baseline)!;
            ToldRun told = ShowVerb.Tell(_reader.Manifest.Seed, _replicate, design)[0];
            StoryNames names = ShowVerb.NamesOf(scenario, design);
            (ImmutableArray<LinkNode> nodes, ImmutableArray<Link> before, ImmutableArray<Link> after) = LinksOfRun.Of(design, told);
            yield return new LinksSection(nodes, before, after, _sourceLine, $"The run is replicate {_replicate} of {Baseline}, the one that is told below.");
            yield return new StorySection([.. StoryTeller.Tell(told.Events, names)], names, Baseline, _replicate, $"twinsim show {Facts.Scenario}.yaml --design {Baseline} --replicate {_replicate} --seed {Facts.Seed}{(_parameters is null ? "" : $" --parameters {_parameters}")}");
        }
    }
}
