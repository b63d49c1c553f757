using System.Collections.Concurrent;
using System.Reflection;
using TwinningSim.Kernel.Time;
using TwinningSim.Scenarios.Format;

namespace TwinningSim.Scenarios.Levers;

/// <summary>
/// A numeric property of one of the model's input records. Name, range, unit and meaning are those of the scenario format: a key of a source type belongs to the property
/// of the same name, so that the format stays their one home.
/// </summary>
internal sealed class RecordField
{
    private static readonly ConcurrentDictionary<(Type Source, Type Record), RecordField[]> Known = new();

    // A last month that is included is kept as the first month after it.
    private static readonly string[] LastMonths = ["until", "programme_end"];

    private readonly PropertyInfo _property;
    private readonly Type _type;
    private readonly MethodInfo _clone;
    private readonly int _after;

    private RecordField(Field field, PropertyInfo property, MethodInfo clone)
    {
        (_property, _clone) = (property, clone);
        _type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Key = field.Key;
        Meaning = field.Meaning;
        IsMonth = field.Shape is MonthShape;
        IsWhole = field.Shape is not NumberShape;
        Unit = IsMonth ? "months after the start" : field.Unit;
        (Low, High, AboveLow) = field.Shape switch
        {
            NumberShape number => (number.Min, number.Max, number.AboveMin),
            WholeShape whole => (whole.Min, whole.Max, false),
            _ => (0, int.MaxValue, false),
        };
        _after = LastMonths.Contains(field.Key) ? 1 : 0;
    }

    public string Key { get; }

    public string Meaning { get; }

    public string Unit { get; }

    public bool IsWhole { get; }

    /// <summary>Whether the number is a month, counted from the start.</summary>
    public bool IsMonth { get; }

    public double Low { get; }

    public double High { get; }

    public bool AboveLow { get; }

    /// <summary>The fields that a source type and a record of the model have in common, in the order of the format.</summary>
    public static IReadOnlyList<RecordField> Of(Type source, Type record) => Known.GetOrAdd((source, record), _ =>
    {
        MethodInfo clone = record.GetMethod("<Clone>$") ?? throw new InvalidOperationException($"{record.Name} is no record.");
        return [.. ObjectShape.Of(source).Fields.Where(f => f.Shape is NumberShape or WholeShape or MonthShape)
            .Select(f => (Field: f, Property: record.GetProperty(f.Property.Name)))
            .Where(p => p.Property is not null && p.Property.PropertyType != typeof(Month)).Select(p => new RecordField(p.Field, p.Property!, clone))];
    });

    /// <summary>The value in a record; null where it has none.</summary>
    public double? Get(object record) => _property.GetValue(record) switch
    {
        double real => real,
        int whole => (double)whole - _after,
        _ => null,
    };

    /// <summary>A copy of a record with another value.</summary>
    public object With(object record, double value)
    {
        object copy = _clone.Invoke(record, null)!;
        _property.SetValue(copy, _type == typeof(int) ? (object)((int)value + _after) : value);
        return copy;
    }
}
