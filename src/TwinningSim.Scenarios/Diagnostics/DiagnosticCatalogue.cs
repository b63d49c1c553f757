using System.Collections.Immutable;

namespace TwinningSim.Scenarios.Diagnostics;

/// <summary>Every kind of problem that the reader of scenario files can report.</summary>
public static class DiagnosticCatalogue
{
    // The file.
    internal static readonly DiagnosticKind FileMissing = Error("TS1001", "There is no such file.");
    internal static readonly DiagnosticKind FileUnreadable = Error("TS1002", "The file cannot be read.");
    internal static readonly DiagnosticKind FileTooLarge = Error("TS1003", "The file is larger than a scenario may be.");
    internal static readonly DiagnosticKind FileEmpty = Error("TS1004", "The file holds no scenario.");
    internal static readonly DiagnosticKind FileBinary = Error("TS1005", "The file is not a text.");
    internal static readonly DiagnosticKind FileEncoding = Error("TS1006", "The text is not UTF-8.");
    internal static readonly DiagnosticKind ControlCharacter = Error("TS1007", "The text contains a character that cannot be seen.");
    internal static readonly DiagnosticKind TooManyProblems = Error("TS1008", "The file has more problems than are shown.");

    // The YAML.
    internal static readonly DiagnosticKind Syntax = Error("TS1101", "The text is not valid YAML.");
    internal static readonly DiagnosticKind Tab = Error("TS1102", "A line is indented with a tab.");
    internal static readonly DiagnosticKind DuplicateKey = Error("TS1103", "A key stands twice in the same mapping.");
    internal static readonly DiagnosticKind SeveralDocuments = Error("TS1104", "The file holds more than one YAML document.");
    internal static readonly DiagnosticKind MergeKey = Error("TS1105", "Merge keys are not part of the format.");
    internal static readonly DiagnosticKind Tag = Error("TS1106", "YAML tags are not part of the format.");
    internal static readonly DiagnosticKind TooDeep = Error("TS1107", "The text is nested too deeply.");
    internal static readonly DiagnosticKind TooManyNodes = Error("TS1108", "The text has too many values, aliases followed.");
    internal static readonly DiagnosticKind TooManyAliases = Error("TS1109", "The text has too many aliases.");
    internal static readonly DiagnosticKind BadAlias = Error("TS1110", "An alias points to nothing, or into itself.");
    internal static readonly DiagnosticKind TextTooLong = Error("TS1111", "A text is too long.");
    internal static readonly DiagnosticKind BadKey = Error("TS1112", "A key is not a plain word.");

    // Single values.
    internal static readonly DiagnosticKind UnknownKey = Error("TS1201", "A key is not part of the format.");
    internal static readonly DiagnosticKind MissingKey = Error("TS1202", "A value that has no default is missing.");
    internal static readonly DiagnosticKind OutOfRange = Error("TS1203", "A number lies outside its range.");
    internal static readonly DiagnosticKind WrongType = Error("TS1204", "A value is of the wrong kind: a list where a number belongs, say.");
    internal static readonly DiagnosticKind BadNumber = Error("TS1205", "A number is not written as one, or is not finite.");
    internal static readonly DiagnosticKind BadMonth = Error("TS1206", "A month is not written as yyyy-MM.");
    internal static readonly DiagnosticKind BadChoice = Error("TS1207", "A word is not one of those allowed.");
    internal static readonly DiagnosticKind BadId = Error("TS1208", "An id cannot be used as a folder name on every machine.");
    internal static readonly DiagnosticKind NoValue = Error("TS1209", "A key has no value.");
    internal static readonly DiagnosticKind ListLength = Error("TS1210", "A list is too short or too long.");
    internal static readonly DiagnosticKind TextLength = Error("TS1211", "A text is empty or too long for its purpose.");

    // Names.
    internal static readonly DiagnosticKind UnknownName = Error("TS1301", "A name refers to nothing.");
    internal static readonly DiagnosticKind DuplicateId = Error("TS1302", "Two things have the same id.");
    internal static readonly DiagnosticKind WrongSide = Error("TS1303", "A name refers to something on the wrong side of the twinning.");
    internal static readonly DiagnosticKind RepeatedName = Error("TS1304", "A list names the same thing twice.");

    // The world.
    internal static readonly DiagnosticKind ShareSum = Error("TS1401", "Shares do not sum to 1.");
    internal static readonly DiagnosticKind TooManyMembers = Error("TS1402", "Associations have more members than the cluster has firms.");
    internal static readonly DiagnosticKind DoHowAboveKnowHow = Error("TS1403", "Do-how lies above know-how.");
    internal static readonly DiagnosticKind EmergingClusters = Error("TS1404", "There is not exactly one emerging cluster.");
    internal static readonly DiagnosticKind SeriesOrder = Error("TS1405", "The points of a series are not in the order of time.");
    internal static readonly DiagnosticKind KindIncomplete = Error("TS1406", "A new kind of activity does not say what it is or where its numbers come from.");

    // The policy.
    internal static readonly DiagnosticKind OutsideHorizon = Error("TS1501", "A month lies outside the months that are simulated.");
    internal static readonly DiagnosticKind NeedsPartner = Error("TS1502", "An entry of the plan needs a partner cluster, but there is none.");
    internal static readonly DiagnosticKind QuorumAbovePlaces = Error("TS1503", "A quorum is larger than the number of places.");
    internal static readonly DiagnosticKind NoDays = Error("TS1504", "A teaching entry has no days.");
    internal static readonly DiagnosticKind DomainsTwice = Error("TS1505", "An entry names its domains and also asks for the most wanted ones.");
    internal static readonly DiagnosticKind NoPlaces = Error("TS1506", "An entry for firms has no places.");
    internal static readonly DiagnosticKind NobodyTeaches = Error("TS1507", "An entry has no provider who could teach it.");
    internal static readonly DiagnosticKind NobodyToInvite = Error("TS1508", "An entry is for the members of associations, but there are none.");
    internal static readonly DiagnosticKind MonthOrder = Error("TS1509", "A last month lies before its first.");
    internal static readonly DiagnosticKind CostShareLeavesRange = Error("TS1510", "A cost share that rises or falls leaves the range 0 to 1.");
    internal static readonly DiagnosticKind SupportMissing = Error("TS1511", "Support of deals or credit has no window or no amount.");
    internal static readonly DiagnosticKind NoDomain = Error("TS1512", "A teaching entry names no domain.");

    // The designs.
    internal static readonly DiagnosticKind Circular = Error("TS1601", "Designs are based on each other in a circle.");
    internal static readonly DiagnosticKind NothingToChange = Error("TS1602", "A design changes or removes something that does not exist.");
    internal static readonly DiagnosticKind RemovedAndChanged = Error("TS1603", "A design changes something that it also removes.");

    // Experiments.
    internal static readonly DiagnosticKind BadFactor = Error("TS1701", "The values of a factor are missing or contradict each other.");
    internal static readonly DiagnosticKind WrongGroup = Error("TS1702", "A lever of the policy stands among the assumptions, or the other way round.");
    internal static readonly DiagnosticKind BadSample = Error("TS1703", "A sample lacks something, or says something that does not belong to it.");
    internal static readonly DiagnosticKind BadTarget = Error("TS1704", "A target of precision cannot be reached or is not clear.");
    internal static readonly DiagnosticKind BadPoint = Error("TS1705", "The values of a point do not fit together, or its table cannot be used.");

    // Warnings.
    internal static readonly DiagnosticKind ByteOrderMark = Warning("TS2001", "The file starts with a byte order mark, which is ignored.");
    internal static readonly DiagnosticKind NeverMet = Warning("TS2002", "An entry waits for something that the plan never brings about.");
    internal static readonly DiagnosticKind RepeatsTooLate = Warning("TS2003", "Some repeats of an entry lie after the last month and will not take place.");
    internal static readonly DiagnosticKind NoEffect = Warning("TS2004", "A value has no effect on an entry of this kind.");

    /// <summary>Every kind of problem, in the order of the codes.</summary>
    public static ImmutableArray<DiagnosticKind> All { get; } =
    [
        FileMissing, FileUnreadable, FileTooLarge, FileEmpty, FileBinary, FileEncoding, ControlCharacter, TooManyProblems,
        Syntax, Tab, DuplicateKey, SeveralDocuments, MergeKey, Tag, TooDeep, TooManyNodes, TooManyAliases, BadAlias, TextTooLong, BadKey,
        UnknownKey, MissingKey, OutOfRange, WrongType, BadNumber, BadMonth, BadChoice, BadId, NoValue, ListLength, TextLength,
        UnknownName, DuplicateId, WrongSide, RepeatedName,
        ShareSum, TooManyMembers, DoHowAboveKnowHow, EmergingClusters, SeriesOrder, KindIncomplete,
        OutsideHorizon, NeedsPartner, QuorumAbovePlaces, NoDays, DomainsTwice, NoPlaces, NobodyTeaches, NobodyToInvite, MonthOrder,
        CostShareLeavesRange, SupportMissing, NoDomain,
        Circular, NothingToChange, RemovedAndChanged,
        BadFactor, WrongGroup, BadSample, BadTarget, BadPoint,
        ByteOrderMark, NeverMet, RepeatsTooLate, NoEffect,
    ];

    private static DiagnosticKind Error(string code, string meaning) => new(code, Severity.Error, meaning);

    private static DiagnosticKind Warning(string code, string meaning) => new(code, Severity.Warning, meaning);
}
