using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TwinningSim.Model.Parameters;

namespace TwinningSim.Cli.Catalogue;

/// <summary>A field of a kind of activity, as it is listed.</summary>
/// <param name="Key">Key in scenario files.</param>
/// <param name="Title">What it is, with its unit.</param>
/// <param name="Value">Its value: a number, a bool or an enumeration.</param>
internal sealed record KindField(string Key, string Title, Func<ActivityKind, object> Value)
{
    public Fact Of(ActivityKind kind) => Value(kind) switch
    {
        double number => new(Key, Title, number.ToString("R", CultureInfo.InvariantCulture), number),
        bool yes => new(Key, Title, yes ? "yes" : "no"),
        var word => new(Key, Title, JsonNamingPolicy.KebabCaseLower.ConvertName(word.ToString()!)),
    };
}

/// <summary>The fields of a kind of activity.</summary>
internal static class KindFields
{
    public static ImmutableArray<KindField> All { get; } =
    [
        new("audience", "For", k => k.Audience),
        new("group", "Group format (days count once for 25 firms)", k => k.Group),
        new("on_site", "On site", k => k.OnSite),
        new("travel", "A visit to the partner cluster", k => k.Travel),
        new("training", "A training", k => k.Training),
        new("visit_only", "The programme only visits: nobody takes part", k => k.VisitOnly),
        new("know_how_rate", "Know-how learnt, rate per day", k => k.KnowHowRate),
        new("do_how_rate", "Do-how learnt, rate per day", k => k.DoHowRate),
        new("vision_rate", "Vision cleared, rate per day", k => k.VisionRate),
        new("attention", "Attention added (before attention_scale), 0 to 1", k => k.Attention),
        new("trust_programme", "Trust in the programme, weight of the event", k => k.TrustProgramme),
        new("trust_association", "Trust in the association, weight of the event", k => k.TrustAssociation),
        new("trust_other_side", "Trust in the other side, weight of the event", k => k.TrustOtherSide),
        new("trust_local", "Trust in local providers, weight of the event", k => k.TrustLocal),
        new("trust_pair", "Trust between institutional actors (C2C), weight of the event", k => k.TrustPair),
        new("information_emerging", "Information of the emerging side's association, 0 to 1", k => k.InformationEmerging),
        new("information_partner", "Information of the partner's association, 0 to 1", k => k.InformationPartner),
        new("contacts", "Contacts with partner firms, mean for each participant", k => k.Contacts),
        new("support_contacts", "Contacts with support firms only", k => k.SupportContacts),
        new("effect", "Further effect", k => k.Effect),
        new("output", "Counts as (Table 9)", k => k.Output),
        new("fixed_eur", "Fixed cost of one time, EUR", k => k.FixedEur),
        new("per_head_eur", "Cost per participant, EUR", k => k.PerHeadEur),
    ];
}
