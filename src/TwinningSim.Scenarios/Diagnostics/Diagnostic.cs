namespace TwinningSim.Scenarios.Diagnostics;

/// <summary>How bad a problem is.</summary>
public enum Severity
{
    /// <summary>Suspicious, but the scenario can be run.</summary>
    Warning,

    /// <summary>The scenario cannot be run.</summary>
    Error,
}

/// <summary>A kind of problem: its code never changes its meaning.</summary>
/// <param name="Code">Stable code, TS and four digits.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Meaning">What it means, in a sentence.</param>
public sealed record DiagnosticKind(string Code, Severity Severity, string Meaning);

/// <summary>A problem of a scenario file. Written <c>scenarios/x.yaml:14:22: error TS1203: cost_share is 1.7; allowed 0 to 1. Did you mean 0.17?</c></summary>
/// <param name="Kind">The kind of problem.</param>
/// <param name="File">The file as the user named it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1, in characters.</param>
/// <param name="Message">What is wrong with the value found.</param>
/// <param name="Allowed">What is allowed instead; null where the message says it.</param>
/// <param name="Nearest">The nearest valid name or value; null if none is near.</param>
public sealed record Diagnostic(DiagnosticKind Kind, string File, int Line, int Column, string Message, string? Allowed = null, string? Nearest = null)
{
    /// <summary>Stable code, TS and four digits.</summary>
    public string Code => Kind.Code;

    /// <summary>How bad it is.</summary>
    public Severity Severity => Kind.Severity;

    /// <inheritdoc/>
    public override string ToString()
    {
        string severity = Severity == Severity.Error ? "error" : "warning";
        string allowed = Allowed is null ? "." : $"; allowed {Allowed}.";
        string nearest = Nearest is null ? "" : $" Did you mean {Nearest}?";
        return $"{File}:{Line}:{Column}: {severity} {Code}: {Message}{allowed}{nearest}";
    }
}
