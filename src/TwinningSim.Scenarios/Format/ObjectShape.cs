using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Nodes;
using TwinningSim.Kernel.Time;
using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Yaml;

namespace TwinningSim.Scenarios.Format;

/// <summary>A key of a mapping.</summary>
internal sealed record Field(string Key, PropertyInfo Property, ValueShape Shape, string Meaning, string Unit, bool Required, bool IsId, To Refers);

/// <summary>A mapping with known keys: the description of a source type, made from the type itself.</summary>
internal sealed class ObjectShape : ValueShape
{
    private static readonly ConcurrentDictionary<Type, ObjectShape> Known = new();

    // A list of all keys helps where the nearest one does not.
    private const int MostKeysShown = 12;

    private readonly Dictionary<string, Field> _byKey;

    private ObjectShape(Type type)
    {
        MeaningAttribute meaning = type.GetCustomAttribute<MeaningAttribute>() ?? throw new InvalidOperationException($"{type.Name} has no meaning.");
        Type = type;
        Noun = meaning.Noun;
        Meaning = meaning.Text;
        Fields = [.. type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly).OrderBy(p => p.MetadataToken).Select(Describe)];
        _byKey = Fields.ToDictionary(f => f.Key, StringComparer.Ordinal);
        WithNames = [.. Fields.Where(f => f.Refers != To.Nothing || f.Property.PropertyType.IsSubclassOf(typeof(Source))
            || (f.Property.PropertyType.IsGenericType && f.Property.PropertyType.GetGenericArguments()[0].IsSubclassOf(typeof(Source))))];
    }

    public Type Type { get; }

    /// <summary>What such a mapping is called in a message.</summary>
    public string Noun { get; }

    public string Meaning { get; }

    /// <summary>The keys, in the order of the type.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>The keys whose values are names of other things, or mappings that may hold some.</summary>
    public IReadOnlyList<Field> WithNames { get; }

    public static ObjectShape Of(Type type) => Known.GetOrAdd(type, t => new ObjectShape(t));

    public override object? Read(YamlNode node, string label, Reading reading) => Read(node, label, reading, partial: false);

    /// <summary>Reads some keys of such a mapping; none is required, and an id cannot be given.</summary>
    public Source? ReadPartial(YamlNode node, string label, Reading reading) => Read(node, label, reading, partial: true);

    private Source? Read(YamlNode node, string label, Reading reading, bool partial)
    {
        if (node is not MappingNode mapping)
        {
            bool none = node is ScalarNode { IsNull: true };
            reading.Problems.Add(none ? DiagnosticCatalogue.NoValue : DiagnosticCatalogue.WrongType, node.At,
                none ? $"{label} has no value; give one or leave the line out" : $"{label} is {node.Describe()}", $"{Noun}, a mapping with the keys {Keys(partial)}");
            return null;
        }
        if (reading.Done.TryGetValue((mapping, this, partial), out Source? done)) return done;
        var source = (Source)Activator.CreateInstance(Type)!;
        source.Node = mapping;
        reading.Done.Add((mapping, this, partial), source);
        foreach (MappingEntry entry in mapping.Entries)
        {
            if (!_byKey.TryGetValue(entry.Key.Text, out Field? field) || (partial && field.IsId))
            {
                if (ReportUnknown(entry.Key, field, reading, partial) is { } meant) source.Failed.Add(meant);
                continue;
            }
            object? value = field.Shape.Read(entry.Value, field.Key, reading);
            if (value is null) source.Failed.Add(field.Key);
            else field.Property.SetValue(source, value is long whole && Nullable.GetUnderlyingType(field.Property.PropertyType) != typeof(long) ? (int)whole : value);
        }
        if (partial) return source;
        foreach (Field field in Fields.Where(f => f.Required && mapping.Find(f.Key) is null && !source.Failed.Contains(f.Key)))
        {
            source.Failed.Add(field.Key);
            reading.Problems.Add(DiagnosticCatalogue.MissingKey, mapping.At, $"{Noun} needs '{field.Key}' ({field.Meaning.TrimEnd('.')})");
        }
        return source;
    }

    // The key that was probably meant, or null: nothing more is said about that one.
    private string? ReportUnknown(ScalarNode key, Field? id, Reading reading, bool partial)
    {
        string shown = ScalarNode.Shown(key.Text);
        if (reading.Problems.Full)
        {
            reading.Problems.Add(DiagnosticCatalogue.UnknownKey, key.At, $"'{shown}' is not a key of {Noun}");
            return null;
        }
        if (id is not null)
        {
            reading.Problems.Add(DiagnosticCatalogue.UnknownKey, key.At, $"'{shown}' of {Noun} cannot be changed; remove it and add another");
            return null;
        }
        string[] keys = [.. Fields.Where(f => !(partial && f.IsId)).Select(f => f.Key)];
        string? nearest = NearestName.Of(key.Text, keys);
        string elsewhere = nearest is null && Known.Values.Where(s => s != this && s._byKey.ContainsKey(key.Text)).Select(s => s.Noun).Order(StringComparer.Ordinal).FirstOrDefault() is { } other
            ? $" (it is a key of {other})" : "";
        reading.Problems.Add(DiagnosticCatalogue.UnknownKey, key.At, $"'{shown}' is not a key of {Noun}{elsewhere}", nearest is not null && keys.Length > MostKeysShown ? null : Keys(partial), nearest);
        return nearest;
    }

    private string Keys(bool partial) => string.Join(", ", Fields.Where(f => !(partial && f.IsId)).Select(f => f.Key));

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.Whole(this);

    private static Field Describe(PropertyInfo property)
    {
        string meaning = property.GetCustomAttribute<MeaningAttribute>()?.Text ?? throw new InvalidOperationException($"{property.DeclaringType!.Name}.{property.Name} has no meaning.");
        return new Field(Naming.Snake(property.Name), property, ShapeOf(property), meaning, property.GetCustomAttribute<RangeAttribute>()?.Unit ?? "",
            property.GetCustomAttribute<RequiredAttribute>() is not null, property.GetCustomAttribute<IdAttribute>() is not null, property.GetCustomAttribute<RefersAttribute>()?.To ?? To.Nothing);
    }

    private static ValueShape ShapeOf(PropertyInfo property)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type == typeof(IReadOnlyList<KeyValuePair<string, double>>)) return new ParametersShape();
        if (type == typeof(MappingNode)) return new PatchShape(Of(property.GetCustomAttribute<ChangesAttribute>()!.Item));
        if (type == typeof(ListChange)) return new ListChangeShape(Of(property.GetCustomAttribute<ChangesAttribute>()!.Item));
        if (property.GetCustomAttribute<ChangesAttribute>() is not null) return new PartialShape(Of(type));
        if (type.IsGenericType)
        {
            Type item = type.GetGenericArguments()[0];
            LengthAttribute length = property.GetCustomAttribute<LengthAttribute>() ?? throw new InvalidOperationException($"{property.Name} has no length.");
            return item.IsGenericType
                ? List(new ListShape(Single(property, typeof(string)), 2, 2, v => v.Cast<string>().ToArray()), length, item)
                : List(Single(property, item), length, item);
        }
        return Single(property, type);
    }

    private static ListShape List(ValueShape shape, LengthAttribute length, Type item) => new(shape, length.Min, length.Max, values =>
    {
        object[] all = [.. values];
        var array = Array.CreateInstance(item, all.Length);
        for (int i = 0; i < all.Length; i++) array.SetValue(all[i], i);
        return array;
    });

    private static ValueShape Single(PropertyInfo property, Type type)
    {
        if (type.IsSubclassOf(typeof(Source))) return Of(type);
        if (type.IsEnum) return new ChoiceShape(type);
        if (type == typeof(bool)) return new FlagShape();
        if (type == typeof(Month)) return new MonthShape();
        if (type == typeof(string))
        {
            if (property.GetCustomAttribute<IdAttribute>() is not null) return new IdShape();
            if (property.GetCustomAttribute<RefersAttribute>() is { } refers) return new NameShape(refers.To);
            return new TextShape(property.GetCustomAttribute<LengthAttribute>()?.Max ?? 200);
        }
        RangeAttribute range = property.GetCustomAttribute<RangeAttribute>() ?? throw new InvalidOperationException($"{property.DeclaringType!.Name}.{property.Name} has no range.");
        return type == typeof(double) ? new NumberShape(range.Min, range.Max, range.AboveMin) : new WholeShape((long)range.Min, (long)range.Max);
    }
}

/// <summary>In an overlay: some keys of a mapping.</summary>
internal sealed class PartialShape(ObjectShape whole) : ValueShape
{
    public override object? Read(YamlNode node, string label, Reading reading) => whole.ReadPartial(node, label, reading);

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.Partial(whole);
}
