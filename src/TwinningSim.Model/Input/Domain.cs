namespace TwinningSim.Model.Input;

/// <summary>A practice domain: practices that are learned and adopted together.</summary>
public sealed record Domain
{
    /// <summary>Identifier, unique in its scenario.</summary>
    public required string Id { get; init; }

    /// <summary>How secret the practice is between rivals, s_k, 0 (environment) to 1 (a new product).</summary>
    public required double Secrecy { get; init; }

    /// <summary>What adopting costs a firm of 50 employees, I_k, EUR, 0 or more.</summary>
    public required double InvestmentEur { get; init; }

    /// <summary>How much the practice is worth, V_k, 1 = typical; above 0, at most 5.</summary>
    public double Value { get; init; } = 1;

    /// <summary>The least do-how with which a firm can start, Dmin_k, 0 to 1.</summary>
    public double LeastDoHow { get; init; } = 0.2;

    /// <summary>Rise of productivity when fully mastered, bprod, share, 0 to 1.</summary>
    public double Productivity { get; init; }

    /// <summary>Fall of the reject rate when fully mastered, brej, share, 0 to 1.</summary>
    public double Rejects { get; init; }

    /// <summary>Fall of energy use when fully mastered, bener, share, 0 to 1.</summary>
    public double Energy { get; init; }

    /// <summary>Rise of the rate of new customers when fully mastered, bcust, share, 0 to 5.</summary>
    public double Customers { get; init; }
}
