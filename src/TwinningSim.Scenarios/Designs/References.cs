using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Format;
using TwinningSim.Scenarios.Yaml;

namespace TwinningSim.Scenarios.Designs;

/// <summary>Checks that every name refers to something.</summary>
internal static class References
{
    private static readonly Dictionary<To, string> Nouns = new()
    {
        [To.Domain] = "domain",
        [To.Cluster] = "cluster",
        [To.Actor] = "association or institution",
        [To.Institution] = "institution",
        [To.ActivityKind] = "kind of activity",
        [To.Design] = "design",
        [To.Outcome] = "outcome",
        [To.ParameterSet] = "set of parameters",
    };

    /// <summary>Reports each name, in this mapping and in those below it, that is not among the valid ones.</summary>
    public static void Check(Source source, Func<To, IReadOnlyCollection<string>?> valid, Report report)
    {
        // The kind that an own kind is like must stand before it: that is checked where the catalogue is made.
        if (source is ActivityKindSource) return;
        foreach (Field field in ObjectShape.Of(source.GetType()).WithNames)
        {
            object? value = field.Property.GetValue(source);
            if (value is Source inner)
            {
                Check(inner, valid, report);
            }
            else if (value is IEnumerable<Source> list)
            {
                foreach (Source item in list) Check(item, valid, report);
            }
            else if (field.Refers != To.Nothing && value is not null && valid(field.Refers) is { } names)
            {
                Check(source, field, value, names, report);
            }
        }
    }

    private static void Check(Source source, Field field, object value, IReadOnlyCollection<string> names, Report report)
    {
        switch (value)
        {
            case string name:
                CheckName(name, source.At(field.Key), field, names, report);
                break;
            case IReadOnlyList<string> list:
                for (int i = 0; i < list.Count; i++) CheckName(list[i], source.At(field.Key, i), field, names, report);
                break;
            case IReadOnlyList<IReadOnlyList<string>> pairs:
                for (int i = 0; i < pairs.Count; i++)
                {
                    YamlNode pair = source.At(field.Key, i);
                    for (int j = 0; j < pairs[i].Count; j++)
                        CheckName(pairs[i][j], pair is SequenceNode s && j < s.Items.Count ? s.Items[j] : pair, field, names, report);
                }
                break;
            default:
                break;
        }
    }

    private static void CheckName(string name, YamlNode at, Field field, IReadOnlyCollection<string> names, Report report)
    {
        if (names.Contains(name)) return;
        string noun = Nouns[field.Refers];
        string allowed = names.Count switch
        {
            0 => "nothing: there is none",
            <= 12 => string.Join(", ", names),
            _ => field.Refers switch
            {
                To.ActivityKind => "the kinds of 'twinsim list kinds' and the scenario's own",
                To.Outcome => "the outcomes of 'twinsim list outcomes'",
                To.Design => "the designs of the scenario",
                _ => $"the {noun}s of this file",
            },
        };
        report.Add(DiagnosticCatalogue.UnknownName, $"{field.Key} names the {noun} '{ScalarNode.Shown(name)}', which does not exist", allowed, NearestName.Of(name, names), at);
    }
}
