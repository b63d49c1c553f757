using System.Globalization;
using System.Text.Json;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Experiments;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Observation;
using TwinningSim.Model.Parameters;
using TwinningSim.Scenarios;
using TwinningSim.Scenarios.Levers;

namespace TwinningSim.Cli.Catalogue;

/// <summary>The lists of <c>twinsim list</c>, each made from the one home of its meanings.</summary>
internal static class Catalogues
{
    /// <summary>The names of the lists that need no scenario.</summary>
    public static IReadOnlyList<string> Names { get; } = ["kinds", "parameters", "outcomes", "columns"];

    /// <summary>The list of that name, or null.</summary>
    public static CatalogueList? Find(string name) => name switch
    {
        "kinds" => Kinds(),
        "parameters" => Parameters(),
        "outcomes" => OutcomeList(),
        "columns" => Columns(),
        _ => null,
    };

    /// <summary>The designs of a scenario.</summary>
    public static CatalogueList DesignsOf(Scenario scenario) => new("designs", $"Designs of {scenario.Id}", scenario.Title,
        [.. scenario.DesignChanges.Select(d => new Entry("", d.Design.Id, Role(scenario, d), d.Design.Title,
        [
            new("based_on", "Based on", d.BasedOn ?? "the base of the scenario", Brief: d.BasedOn is not null),
            new("changes", "Changes", (d.ChangesPolicy, d.ChangesAssumptions) switch
            {
                (true, true) => "policy and assumptions",
                (true, false) => "policy",
                (false, true) => "assumptions",
                _ => "nothing",
            }),
            new("budget_eur", "Budget", $"{d.Design.BudgetEur.ToString("#,0", CultureInfo.InvariantCulture)} EUR", d.Design.BudgetEur),
            new("plan_entries", "Entries of the plan", Whole(d.Design.Plan.Length), d.Design.Plan.Length),
            new("agents", "Agents", Whole(d.Design.Agents.Length), d.Design.Agents.Length),
            new("partners", "Partners", string.Join(", ", d.Design.Clusters.Skip(1).Select(c => c.Id))),
        ]))], _ => "");

    /// <summary>The designs of an experiment with their factors.</summary>
    public static CatalogueList DesignsOf(ExperimentGrid grid) => new("designs", $"Designs of {grid.Experiment.Id}", grid.Experiment.Title,
        [.. grid.Designs.Select(d => new Entry("", d.Design.Id, "", d.Design.Title,
        [
            new("base", "Varied from", d.Base),
            new("reference", "Measured against", d.Reference ?? "nothing"),
            .. grid.Experiment.Factors.Zip(d.Values).Where(f => !double.IsNaN(f.Second)).Select(f => new Fact(f.First.Lever.Path, f.First.Lever.Path, Number(f.Second), f.Second)),
        ]))], _ => "");

    /// <summary>What can be varied in the designs of a scenario, with its value in the first design that has it.</summary>
    public static CatalogueList LeversOf(Scenario scenario) => new("levers", $"Levers of {scenario.Id}", "Every number that the factors of an experiment can vary.",
        [.. scenario.Designs.SelectMany(d => Lever.All(d).Select(l => (Lever: l, Design: d))).DistinctBy(l => l.Lever.Path).Select(l => new Entry("", l.Lever.Path,
            $"{Number(l.Lever.Get(l.Design))}  [{l.Lever.Range}] {l.Lever.Unit}", l.Lever.Meaning,
        [
            new("group", "Group", l.Lever.IsAssumption ? "assumptions" : "policy", Brief: false),
            new("unit", "Unit", l.Lever.Unit),
            new("value", "Value", Number(l.Lever.Get(l.Design)), l.Lever.Get(l.Design)),
            new("design", "In the design", l.Design.Id),
            new("min", "Smallest value", Number(l.Lever.Low), l.Lever.Low),
            new("max", "Largest value", Number(l.Lever.High), l.Lever.High),
        ]))], _ => "");

    private static CatalogueList Parameters() => new("parameters", "Parameters", "Every parameter of the model. A scenario changes one by name under assumptions, parameters.",
        [.. ParameterTable.All.Select(p => new Entry("", p.Name, $"{Number(p.Default)}  [{Number(p.Min)} to {Number(p.Max)}] {p.Unit}", p.Meaning,
        [
            new("unit", "Unit", p.Unit),
            new("default", "Default", Number(p.Default), p.Default),
            new("min", "Smallest value", Number(p.Min), p.Min),
            new("max", "Largest value", Number(p.Max), p.Max),
            new("plausible_min", "Smallest plausible value", Number(p.PlausibleLow), p.PlausibleLow),
            new("plausible_max", "Largest plausible value", Number(p.PlausibleHigh), p.PlausibleHigh),
            new("equation", "Equation", p.Equation),
            new("source", "Source", p.Source, Brief: true),
        ]))], _ => "");

    private static CatalogueList Kinds() => new("kinds", "Kinds of activity", "Every kind of activity that a plan can name. A scenario adds its own, or changes these, under assumptions, activity_kinds.",
        [.. ActivityCatalogue.ShippedKinds.Select(k => new Entry("", k.Name, $"for {Audience(k)}", k.Meaning,
            [.. KindFields.All.Select(f => f.Of(k)), new("source", "Source", k.Source, Brief: true)]))], _ => "");

    private static CatalogueList OutcomeList() => new("outcomes", "Outcomes", "What designs are compared on. The main ones are shown by default, the others with --outcomes.",
        [.. Outcomes.All.Select(o => new Entry("", o.Name, o.Unit, o.Meaning,
        [
            new("unit", "Unit", o.Unit),
            new("shown", "Shown", Outcomes.Main.Contains(o) ? "always" : "with --outcomes"),
            new("better", "Better", o.Better switch { Better.More => "more", Better.Less => "less", _ => "neither" }),
            new("source", "Made from", o.Kind switch
            {
                OutcomeKind.Mean => $"mean of runs.{o.Column}",
                OutcomeKind.Ratio => $"mean of runs.{o.Column} divided by mean of runs.{o.Per}",
                OutcomeKind.RatioToGain => $"mean of runs.{o.Column} divided by the mean gain in runs.{o.Per} over the design without a programme",
                _ => $"share of rows of runs with a value of {o.Column}, and the median of the values",
            }, Brief: true),
        ]))], _ => "");

    private static CatalogueList Columns() => new("columns", "Columns of the results",
        "Every column of every table in `results/<experiment>/`. The tables are Parquet data sets. Up to 64 designs each have a folder of their own (`design=<id>`),\nwhich a program that reads folders as partitions makes a column `design`; with more, files hold many designs and begin with that column.\nThe table of failures is there only where a run failed. A missing value is null.",
        [.. AllTables.SelectMany(t => t.Columns.Select(c => new Entry(t.Name, c.Name, c.Unit, c.Meaning,
        [
            new("type", "Type", c.Type switch { ColumnType.Whole => "whole number", ColumnType.Real => "real number", _ => "text" }),
            new("unit", "Unit", c.Unit),
            new("nullable", "May be missing", c.Nullable ? "yes" : "no"),
        ])))],
        table => AllTables.First(t => t.Name == table).Meaning);

    private static IEnumerable<TableDefinition> AllTables => Tables.All.Append(Storage.FailureTable.Definition);

    private static string Audience(ActivityKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.Audience.ToString()).Replace('-', ' ');

    private static string Role(Scenario scenario, ScenarioDesign design)
        => string.Join(", ", new[]
        {
            design.Design.Id == scenario.BaselineDesign ? "baseline" : "",
            design.Design.Id == scenario.WithoutProgrammeDesign ? "without a programme" : "",
            design.ChangesAssumptions ? "changes assumptions" : "",
        }.Where(r => r.Length > 0));

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
