using System.Globalization;
using System.Text;
using CsCheck;
using TwinningSim.Kernel.Time;
using TwinningSim.Model.Parameters;

namespace TwinningSim.Testing;

/// <summary>Writes random valid scenario files. A text is smaller than another if it is shorter.</summary>
internal sealed class ScenarioTextGen : Gen<string>
{
    public override string Generate(PCG pcg, Size? min, out Size size)
    {
        string text = new Writer(pcg).Write();
        size = new Size((ulong)text.Length);
        return text;
    }

    private sealed record Cluster(string Id, string Role, int Firms, List<string> Associations, List<(string Id, List<string> Domains)> Institutions)
    {
        public IEnumerable<string> Actors => Associations.Concat(Institutions.Select(i => i.Id));
    }

    /// <summary>One text.</summary>
    private sealed class Writer(PCG pcg)
    {
        private readonly StringBuilder _text = new();
        private readonly List<string> _domains = [];
        private readonly List<Cluster> _clusters = [];
        private readonly List<string> _partners = [];
        private ActivityCatalogue _catalogue = ActivityCatalogue.Shipped;
        private Month _start;
        private int _months;
        private int _nationals;
        private int _entries;
        private int _agents;

        public string Write()
        {
            _start = Month.Of(Whole(2000, 2020), Whole(1, 12));
            _months = Chance(0.7) ? Whole(12, 36) : Whole(37, 72);
            Line("scenario: generated");
            Line("title: A generated scenario");
            Line("question: Does it hold for every scenario?");
            Line($"start: {_start}");
            Line($"months: {_months}");
            if (Chance(0.5)) Line($"run: {{seed: {Whole(0, 1_000_000)}, replicates: {Whole(1, 50)}}}");
            WriteAssumptions();
            WritePolicy();
            WriteDesigns();
            return _text.ToString();
        }

        private void WriteAssumptions()
        {
            Line("assumptions:");
            if (Chance(0.3) && ParameterTable.All.Length > 0)
            {
                ParameterDefinition[] chosen = [.. Enumerable.Range(0, Whole(1, 4)).Select(_ => Pick(ParameterTable.All)).DistinctBy(p => p.Name)];
                Line($"  parameters: {{{string.Join(", ", chosen.Select(p => $"{p.Name}: {Show(Between(p))}"))}}}");
            }
            WriteKinds();
            Line("  domains:");
            int domains = Whole(1, 5);
            for (int i = 1; i <= domains; i++)
            {
                _domains.Add($"domain-{i}");
                Line($"    - {{id: domain-{i}, secrecy: {Share()}, investment_eur: {Whole(0, 40_000)}, value: {Show(Real(0.2, 2))}, least_do_how: {Show(Real(0, 0.5))}, "
                    + $"productivity: {Show(Real(0, 0.2))}, rejects: {Show(Real(0, 0.3))}, energy: {Show(Real(0, 0.1))}, customers: {Share()}}}");
            }
            Line("  clusters:");
            int others = Whole(0, 2);
            int emergingAt = Whole(0, others);
            for (int i = 0; i <= others; i++) WriteCluster(i, i == emergingAt ? "emerging" : Pick(["advanced", "domestic"]));
            string[] actors = [.. _clusters.SelectMany(c => c.Actors)];
            if (actors.Length >= 2 && Chance(0.5)) Line($"  earlier_relations: [[{actors[0]}, {actors[^1]}]]");
            _nationals = Chance(0.7) ? Whole(1, 8) : 0;
            double knowHow = Real(0.2, 0.9);
            Line($"  national_providers: {{count: {_nationals}, know_how: {Show(knowHow)}, do_how: {Show(Math.Round(knowHow * Real(0, 1), 3))}, days_per_month: {Whole(0, 4)}}}");
            if (Chance(0.3)) Line($"  prices: {{international_day_eur: {Whole(0, 1000)}, firm_trip_eur: {Whole(0, 5000)}, commercial_deal_fee_eur: {Whole(0, 5000)}}}");
        }

        private void WriteKinds()
        {
            if (!Chance(0.3)) return;
            ActivityKind like = Pick(ActivityCatalogue.ShippedKinds);
            Line("  activity_kinds:");
            Line($"    - {{name: own-kind, like: {like.Name}, meaning: A kind of the scenario's own, source: assumed, attention: {Share()}, fixed_eur: {Whole(0, 3000)}}}");
            _catalogue = _catalogue.With(like with { Name = "own-kind" });
            if (Chance(0.5)) Line($"    - {{name: seminar, know_how_rate: {Show(Real(0, 0.3))}}}");
        }

        private void WriteCluster(int number, string role)
        {
            var cluster = new Cluster($"cluster-{number}", role, Whole(20, 120), [], []);
            _clusters.Add(cluster);
            Line($"    - id: {cluster.Id}");
            Line($"      role: {role}");
            Line($"      firms: {cluster.Firms}");
            int[] sizes = Shares(4), roles = Shares(3);
            Line($"      size_shares: {{micro: {Thousandths(sizes[0])}, small: {Thousandths(sizes[1])}, medium: {Thousandths(sizes[2])}, large: {Thousandths(sizes[3])}}}");
            Line($"      role_shares: {{principal: {Thousandths(roles[0])}, subcontractor: {Thousandths(roles[1])}, support: {Thousandths(roles[2])}}}");
            int[] segments = Shares(Whole(1, 3));
            Line($"      segments: [{string.Join(", ", segments.Select((s, i) => $"{{id: segment-{i}, x: {Show(Real(-0.5, 0.5))}, y: {Show(Real(-0.5, 0.5))}, share: {Thousandths(s)}}}"))}]");
            int left = cluster.Firms;
            for (int i = Whole(0, 2); i > 0 && left > 1; i--)
            {
                int members = Whole(1, left);
                left -= members;
                if (cluster.Associations.Count == 0) Line("      associations:");
                cluster.Associations.Add($"association-{number}-{i}");
                Line($"        - {{id: association-{number}-{i}, members: {members}{(Chance(0.3) ? ", worked_before: true" : "")}}}");
            }
            for (int i = Whole(0, 2); i > 0; i--)
            {
                if (cluster.Institutions.Count == 0) Line("      institutions:");
                List<string> known = Some(_domains);
                double knowHow = Real(0.1, 1);
                cluster.Institutions.Add(($"institution-{number}-{i}", known));
                Line($"        - {{id: institution-{number}-{i}, domains: [{string.Join(", ", known)}], know_how: {Show(knowHow)}, do_how: {Show(Math.Round(knowHow * Real(0, 1), 3))}, "
                    + $"days_per_month: {Whole(0, 10)}, fee_eur_per_day: {Whole(0, 100)}}}");
            }
            if (Chance(0.5)) Line($"      climate: [{{month: {_start.Plus(Whole(-6, 6))}, value: {Share()}}}, {{month: {_start.Plus(Whole(7, 40))}, value: {Share()}}}]");
            if (Chance(0.3)) Line($"      import_pressure: [{{month: {_start}, value: {Share()}}}]");
            foreach ((string key, double low, double high) in (ReadOnlySpan<(string, double, double)>)
                [("market_overlap", 0, 1), ("chain_link", 0, 1), ("language", 0.2, 1), ("turnover_per_employee_eur", 1000, 200_000), ("margin", 0, 0.3), ("reject_rate", 0, 0.2),
                 ("component_quality", 0, 1), ("staff_turnover", 0, 0.1), ("captive_share", 0, 1), ("control_preference", 0, 0.3), ("know_how", 0.05, 0.95), ("do_how_share", 0.05, 0.95)])
            {
                if (Chance(0.4)) Line($"      {key}: {Show(Real(low, high))}");
            }
        }

        private Cluster Emerging => _clusters.Single(c => c.Role == "emerging");

        private void WritePolicy()
        {
            Line("policy:");
            Line($"  budget_eur: {(Chance(0.2) ? Whole(0, 20_000) : Whole(100_000, 3_000_000))}");
            if (Chance(0.3)) Line($"  investment_subsidy: {Share()}");
            if (Chance(0.3)) Line($"  programme_end: {_start.Plus(Whole(0, _months + 5))}");
            _partners.AddRange(_clusters.Where(c => c.Role != "emerging" && Chance(0.85)).Select(c => c.Id));
            if (Chance(0.5)) _partners.Reverse();
            Line($"  partners: [{string.Join(", ", _partners)}]");
            int agents = Whole(0, 2);
            if (agents > 0) Line("  agents:");
            for (int i = 0; i < agents; i++) Line($"    - {Agent()}");
            int entries = Whole(0, 14);
            if (entries > 0) Line("  plan:");
            for (int i = 0; i < entries; i++) Line($"    - {Entry()}");
        }

        private string Agent()
        {
            bool atHome = _partners.Count == 0 || Chance(0.6);
            string agent = $"{{id: agent-{++_agents}, cluster: {(atHome ? Emerging.Id : Pick(_partners))}";
            if (atHome && _partners.Count > 0 && Chance(0.5)) agent += $", partner: {Pick(_partners)}";
            agent += $", fte: {Show(Real(0.1, 1))}";
            if (Chance(0.4)) agent += ", technical: true";
            int from = Whole(0, _months - 1);
            if (Chance(0.5)) agent += $", from: {_start.Plus(from)}";
            if (Chance(0.5)) agent += $", until: {_start.Plus(from + Whole(0, 24))}";
            return agent + "}";
        }

        private string Entry()
        {
            while (true)
            {
                ActivityKind kind = Pick(_catalogue.All.ToArray());
                string? partner = _partners.Count > 0 ? Pick(_partners) : null;
                Cluster? other = _clusters.Find(c => c.Id == partner);
                if (partner is null && (kind.Travel || kind.Contacts > 0 || kind.Audience is Audience.PartnerFirms or Audience.Associations or Audience.Negotiations)) continue;
                if (kind.Audience == Audience.Associations && (!Emerging.Actors.Any() || !other!.Actors.Any())) continue;
                if (kind.Audience == Audience.Institutions && Emerging.Institutions.Count == 0) continue;
                if (Provider(kind, other) is not { } provider) continue;
                return Entry(kind, provider, partner, other);
            }
        }

        private string? Provider(ActivityKind kind, Cluster? other)
        {
            var possible = new List<string>();
            bool teaches = (kind.Training || kind.Audience == Audience.Institutions) && kind.KnowHowRate + kind.DoHowRate > 0;
            if (!teaches) possible.AddRange(["none", "programme", "commercial"]);
            else if (kind.Audience != Audience.Institutions) possible.Add("programme");
            possible.AddRange(["international, roster: independent"]);
            if (other is not null) possible.AddRange(["international", "international, roster: any", "international, match: firm", "partner-firms"]);
            if (_nationals > 0) possible.Add("national");
            if (Emerging.Institutions.Count > 0) possible.Add("institution");
            if (other?.Institutions.Count > 0) possible.Add("partner-institution");
            return Pick(possible);
        }

        private string Entry(ActivityKind kind, string provider, string? partner, Cluster? other)
        {
            int month = Whole(0, _months - 1), every = Whole(1, 4), repeats = Chance(0.5) ? 1 : Whole(1, Math.Min(6, 1 + ((_months - 1 - month) / every)));
            var entry = new StringBuilder($"{{id: entry-{++_entries}, kind: {kind.Name}, month: {_start.Plus(month)}, repeats: {repeats}, every: {every}");
            string teacher = provider.Split(',')[0];
            string? institution = null;
            List<string> domains = Some(_domains);
            if (domains.Count == 0) domains = [Pick(_domains)];
            if (teacher == "institution" && kind.Audience != Audience.Institutions && Emerging.Institutions.Where(i => i.Domains.Count > 0).ToArray() is { Length: > 0 } able && Chance(0.5))
            {
                (institution, domains) = Pick(able);
                entry.Append($", institution: {institution}");
            }
            bool wanted = institution is null && Chance(0.2);
            bool teaches = kind.KnowHowRate + kind.DoHowRate > 0;
            if (teaches || Chance(0.3)) entry.Append(wanted ? $", most_wanted: {Whole(1, _domains.Count)}" : $", domains: [{string.Join(", ", domains)}]");
            int places = Whole(1, 15);
            entry.Append($", places: {places}, days: {Show(Real(0.5, 12))}, provider: {provider}");
            if (partner is not null && (partner != _partners[0] || Chance(0.5))) entry.Append($", partner: {partner}");
            if (Chance(0.6)) entry.Append($", select: {Pick(["random", "nominated", "medium-first", "best-performers", "need-matched", "hubs", "prime-movers"])}");
            if (Emerging.Associations.Count == 0 || Chance(0.3)) entry.Append(", pool: all");
            if (Chance(0.4))
            {
                double share = Real(0, 1), last = Real(0, 1);
                entry.Append($", cost_share: {Show(share)}");
                // Rounded towards zero, so that the last share stays within 0 to 1.
                if (repeats > 1 && Chance(0.5)) entry.Append($", cost_share_step: {Show(Math.Truncate((last - share) / (repeats - 1) * 1000) / 1000)}");
            }
            if (Chance(0.2)) entry.Append($", quorum: {Whole(0, places)}");
            if (partner is not null && Chance(0.2)) entry.Append($", needs_agreement: {Pick(["in-force", "ever"])}");
            if (Chance(0.2)) entry.Append($", needs_trust: {Show(Real(0, 0.6))}");
            if (Chance(0.1)) entry.Append(", needs_diagnosis: true");
            if (Emerging.Institutions.Count > 0 && Chance(0.3)) entry.Append($", institutions_attend: [{Pick(Emerging.Institutions).Id}]");
            if (_nationals > 0 && Chance(0.3)) entry.Append(", nationals_attend: true");
            if (other is not null && Emerging.Actors.Any() && other.Actors.Any() && Chance(0.3))
                entry.Append($", between: [{Pick(Emerging.Actors.ToArray())}, {Pick(other.Actors.ToArray())}]");
            if (kind.Effect == SpecialEffect.OpensNegotiation && Chance(0.3)) entry.Append(", brokered: true");
            if (kind.Effect == SpecialEffect.Diagnosis) entry.Append($", diagnosis: {Pick(["stratified", "random", "macro"])}");
            if (kind.Effect is SpecialEffect.SupportsDeals or SpecialEffect.OpensCredit) entry.Append($", window: {Whole(1, 24)}");
            if (kind.Effect == SpecialEffect.OpensCredit) entry.Append($", credit_eur: {Whole(1, 50_000)}");
            if (kind.Effect == SpecialEffect.Installs) entry.Append($", unit_cost_eur: {Whole(0, 2000)}");
            return entry.Append('}').ToString();
        }

        private void WriteDesigns()
        {
            if (Chance(0.3)) return;
            Line("designs:");
            Line("  - {id: as-run, title: The base}");
            for (int i = 1, n = Whole(0, 3); i <= n; i++)
            {
                Line($"  - id: design-{i}");
                if (i > 1 && Chance(0.3)) Line($"    based_on: design-{i - 1}");
                switch (Whole(0, 3))
                {
                    case 0:
                        Line("    policy: {plan: {remove: all}, agents: {remove: all}}");
                        break;
                    case 1:
                        Line("    policy:");
                        Line($"      budget_eur: {Whole(0, 2_000_000)}");
                        Line("      plan:");
                        Line("        add:");
                        Line($"          - {Entry()}");
                        break;
                    case 2:
                        Line($"    assumptions: {{clusters: {{{Emerging.Id}: {{staff_turnover: {Show(Real(0, 0.1))}}}}}}}");
                        break;
                    default:
                        break;
                }
            }
        }

        private void Line(string line) => _text.Append(line).Append('\n');

        private int Whole(int low, int high) => low + (int)pcg.Next((uint)(high - low + 1));

        private double Real(double low, double high) => Math.Round(low + ((high - low) * (pcg.Next() / (double)uint.MaxValue)), 3);

        private bool Chance(double probability) => pcg.Next() < probability * uint.MaxValue;

        private T Pick<T>(IReadOnlyList<T> items) => items[Whole(0, items.Count - 1)];

        private List<string> Some(List<string> items) => [.. items.Where(_ => Chance(0.6))];

        private string Share() => Show(Real(0, 1));

        // Within the range after rounding too; whole where the range is.
        private double Between(ParameterDefinition p) => p.Min == Math.Floor(p.Min) && p.Max == Math.Floor(p.Max) && p.Default == Math.Floor(p.Default) && p.Max > 1
            ? Math.Round(Real(p.Min, p.Max))
            : Math.Clamp(Real(p.Min, p.Max), p.Min, p.Max);

        // Thousandths that sum to 1000, each at least 0; the last takes the rest.
        private int[] Shares(int parts)
        {
            int[] shares = new int[parts];
            int left = 1000;
            for (int i = 0; i < parts - 1; i++) left -= shares[i] = Whole(0, left);
            shares[^1] = left;
            return shares;
        }

        private static string Thousandths(int share) => Show(share / 1000.0);

        private static string Show(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
    }
}
