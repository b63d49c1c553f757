namespace TwinningSim.Model.Input;

/// <summary>What things cost, EUR of the base year. The defaults are assumptions of the model document, section 10.</summary>
public sealed record Prices
{
    /// <summary>A day of an international expert.</summary>
    public double InternationalDayEur { get; init; } = 600;

    /// <summary>A trip of an international expert.</summary>
    public double ExpertTripEur { get; init; } = 2500;

    /// <summary>A day of a national expert.</summary>
    public double NationalDayEur { get; init; } = 200;

    /// <summary>A day of a trainer of a technical institution.</summary>
    public double InstitutionDayEur { get; init; } = 120;

    /// <summary>A firm's trip to a partner cluster.</summary>
    public double FirmTripEur { get; init; } = 2800;

    /// <summary>A day of a firm on a study tour.</summary>
    public double StudyTourDayEur { get; init; } = 100;

    /// <summary>A month of a full-time agent in the emerging cluster.</summary>
    public double AgentMonthEmergingEur { get; init; } = 1800;

    /// <summary>A month of a full-time agent in a partner cluster.</summary>
    public double AgentMonthPartnerEur { get; init; } = 4500;

    /// <summary>What a commercial intermediary takes for a deal.</summary>
    public double CommercialDealFeeEur { get; init; } = 2000;
}
