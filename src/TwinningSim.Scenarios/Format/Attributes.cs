namespace TwinningSim.Scenarios.Format;

/// <summary>What a name refers to.</summary>
internal enum To
{
    Nothing,
    Domain,
    Cluster,
    Actor,
    Institution,
    ActivityKind,
    Design,
    Outcome,
    ParameterSet,
}

/// <summary>What a key or a mapping means; goes into messages and into the JSON Schema.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property)]
internal sealed class MeaningAttribute(string text) : Attribute
{
    public string Text { get; } = text;

    /// <summary>What one such thing is called in a message: <c>a plan entry</c>.</summary>
    public string Noun { get; init; } = "";
}

/// <summary>The key must be given.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RequiredAttribute : Attribute;

/// <summary>The range of a number.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RangeAttribute(double min, double max) : Attribute
{
    public double Min { get; } = min;

    public double Max { get; } = max;

    /// <summary>The smallest value itself is not allowed.</summary>
    public bool AboveMin { get; init; }

    /// <summary>Unit of the number; empty if it has none.</summary>
    public string Unit { get; init; } = "";
}

/// <summary>The text is an id: it names what it stands in.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IdAttribute : Attribute;

/// <summary>The text (or each text of the list) is the id of something else.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RefersAttribute(To to) : Attribute
{
    public To To { get; } = to;
}

/// <summary>The longest text allowed, or the shortest and longest list.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LengthAttribute(int min, int max) : Attribute
{
    public int Min { get; } = min;

    public int Max { get; } = max;
}

/// <summary>In an overlay: the type of the things that are changed.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ChangesAttribute(Type item) : Attribute
{
    public Type Item { get; } = item;
}
