namespace TwinningSim.Model.Input;

/// <summary>A cluster development agent (CDA): one person (model document, 7.11).</summary>
public sealed record Agent
{
    /// <summary>Identifier, unique in its design; keys the agent's random draws.</summary>
    public required string Id { get; init; }

    /// <summary>Position of the cluster where the agent sits, in <see cref="Design.Clusters"/>: 0 is the emerging one.</summary>
    public required int Cluster { get; init; }

    /// <summary>The partner cluster that the agent works towards, a position in <see cref="Design.Clusters"/>, 1 or more (its own if it sits in a partner cluster); 0 if the design has no partner.</summary>
    public required int Partner { get; init; }

    /// <summary>Share of full time, above 0, at most 1.</summary>
    public double Fte { get; init; } = 1;

    /// <summary>Whether the agent knows the industry's technology.</summary>
    public bool Technical { get; init; }

    /// <summary>First month, counted from the start.</summary>
    public int From { get; init; }

    /// <summary>First month after the last, counted from the start.</summary>
    public int Until { get; init; } = int.MaxValue;
}
