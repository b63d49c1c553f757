using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TwinningSim.Model.Input;
using TwinningSim.Scenarios.Format;

namespace TwinningSim.Scenarios.Levers;

/// <summary>
/// A named number in a design, which an experiment varies: something that the programme decides (<c>budget_eur</c>, <c>plan.onsite.days</c>, <c>agents.cda-marche.fte</c>) or
/// something that is assumed (<c>parameters.trust_negativity</c>, <c>clusters.marche.language</c>). Names, ranges and units are those of the scenario format.
/// <para>
/// <c>plan.kind:NAME.FIELD</c> and <c>plan.provider:NAME.FIELD</c> mean the field of every entry of that kind or provider, <c>plan.*.FIELD</c> that of all entries.
/// <c>expert_days</c> (of one entry or of such a group) is the number of expert-days planned in all: to set it scales the days of each entry alike, and 0 takes the entries out of the plan.
/// </para>
/// </summary>
public sealed class Lever
{
    private readonly Func<Design, double> _get;
    private readonly Func<Design, double, Design> _set;
    private readonly Func<Design, bool> _applies;
    private readonly (double, double)? _plausible;

    internal Lever(string path, bool isAssumption, Func<Design, bool> applies, Func<Design, double> get, Func<Design, double, Design> set)
        => (Path, IsAssumption, _applies, _get, _set) = (path, isAssumption, applies, get, set);

    /// <summary>Name of the place: words joined by points.</summary>
    public string Path { get; }

    /// <summary>Whether it is something that is assumed about the world; else it is something that the programme decides.</summary>
    public bool IsAssumption { get; }

    /// <summary>Smallest value allowed, or the bound above which values must lie (<see cref="AboveLow"/>).</summary>
    public double Low { get; internal init; }

    /// <summary>Largest value allowed.</summary>
    public double High { get; internal init; }

    /// <summary>Where it is varied if nobody says: the plausible range of a parameter, all that is allowed of anything else.</summary>
    public (double Low, double High) Plausible
    {
        get => _plausible ?? (Low, High);
        internal init => _plausible = value;
    }

    /// <summary>Whether <see cref="Low"/> itself is not allowed.</summary>
    public bool AboveLow { get; internal init; }

    /// <summary>Whether the value is a whole number.</summary>
    public bool IsWhole { get; internal init; }

    /// <summary>Whether the value is a month, counted from the start of the design.</summary>
    public bool IsMonth { get; internal init; }

    /// <summary>Unit.</summary>
    public string Unit { get; internal init; } = "";

    /// <summary>What it means, in a sentence.</summary>
    public string Meaning { get; internal init; } = "";

    /// <summary>The allowed values in words.</summary>
    public string Range => AboveLow ? $"above {Number.Show(Low)}, at most {Number.Show(High)}" : $"{Number.Show(Low)} to {Number.Show(High)}";

    /// <summary>Every lever of a design, in the order of the scenario format: what the programme decides first.</summary>
    public static IEnumerable<Lever> All(Design design) => LeverPlaces.Of(design);

    /// <summary>Finds a lever by name.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="design">The design in which it must exist; its ranges fit this design.</param>
    /// <param name="lever">The lever.</param>
    /// <param name="problem">What is wrong with the name.</param>
    public static bool TryParse(string path, Design design, [NotNullWhen(true)] out Lever? lever, [NotNullWhen(false)] out LeverProblem? problem)
    {
        lever = All(design).FirstOrDefault(l => l.Path == path);
        problem = lever is null ? LeverProblem.Of(path, design) : null;
        return lever is not null;
    }

    /// <summary>Sets several levers at once, and checks the design that comes of it as the reader of scenario files would.</summary>
    /// <param name="design">The design to start from.</param>
    /// <param name="levers">The levers; each must exist in the design.</param>
    /// <param name="values">A value for each.</param>
    /// <param name="changed">The changed design.</param>
    /// <param name="problem">What is wrong with the values together: a quorum above the places, say.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside its range.</exception>
    /// <exception cref="ArgumentException">The numbers of levers and values differ, or the design has no such place.</exception>
    public static bool TrySet(Design design, IReadOnlyList<Lever> levers, IReadOnlyList<double> values, [NotNullWhen(true)] out Design? changed, [NotNullWhen(false)] out string? problem)
    {
        if (levers.Count != values.Count) throw new ArgumentException($"There are {levers.Count} levers but {values.Count} values.", nameof(values));
        changed = design;
        for (int i = 0; i < levers.Count; i++) changed = levers[i].Set(changed, values[i]);
        problem = DesignRules.Broken(changed);
        if (problem is not null) changed = null;
        return problem is null;
    }

    /// <summary>The lever of this name in another design, or null: a group there has other entries, and other days to scale.</summary>
    public Lever? In(Design design) => All(design).FirstOrDefault(l => l.Path == Path);

    /// <summary>Whether a design has this place: a design without a programme has no entries in its plan.</summary>
    public bool AppliesTo(Design design) => _applies(design);

    /// <summary>Its value in a design: the value that the model uses where the scenario leaves it open, and the mean of a group whose entries differ.</summary>
    /// <exception cref="ArgumentException">The design has no such place.</exception>
    public double Get(Design design)
    {
        CheckApplies(design);
        return _get(design);
    }

    /// <summary>The allowed value that is meant by a number: a whole one is rounded to the nearest, halves away from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside the range.</exception>
    public double Allowed(double value)
    {
        double allowed = IsWhole ? Math.Round(value, MidpointRounding.AwayFromZero) : value;
        if (allowed >= Low && allowed <= High && !(AboveLow && allowed == Low)) return allowed == 0 ? 0.0 : allowed;
        throw new ArgumentOutOfRangeException(nameof(value), value, string.Create(CultureInfo.InvariantCulture, $"{Path} is {value}; allowed {Range}."));
    }

    /// <summary>The design with another value here. Whether it fits the other values of the design is checked by <see cref="TrySet"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside the range.</exception>
    /// <exception cref="ArgumentException">The design has no such place.</exception>
    public Design Set(Design design, double value)
    {
        double allowed = Allowed(value);
        CheckApplies(design);
        return _set(design, allowed);
    }

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>The same lever for values above its lowest: 1 or more of what is counted.</summary>
    internal Lever Above() => new(Path, IsAssumption, _applies, _get, _set)
    {
        Low = IsWhole ? Math.Max(1, Low) : Low,
        High = High,
        AboveLow = !IsWhole,
        IsWhole = IsWhole,
        IsMonth = IsMonth,
        Unit = Unit,
        Meaning = Meaning,
    };

    private void CheckApplies(Design design)
    {
        if (!_applies(design)) throw new ArgumentException($"The design '{design.Id}' has nothing called '{Path}'.", nameof(design));
    }
}
