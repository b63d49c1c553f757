using System.Globalization;

namespace TwinningSim.Kernel.Time;

/// <summary>A calendar month, the step of every simulation. Written <c>2008-03</c>.</summary>
/// <param name="Index">Months since January of the year 0.</param>
public readonly record struct Month(int Index) : IComparable<Month>
{
    /// <summary>The month of a calendar year.</summary>
    /// <param name="year">Year, 1 to 9999.</param>
    /// <param name="month">Month of the year, 1 to 12.</param>
    /// <exception cref="ArgumentOutOfRangeException">The calendar has no such month.</exception>
    public static Month Of(int year, int month)
    {
        if (year is < 1 or > 9999) throw new ArgumentOutOfRangeException(nameof(year), year, "A year is from 1 to 9999.");
        if (month is < 1 or > 12) throw new ArgumentOutOfRangeException(nameof(month), month, "A month of the year is from 1 to 12.");
        return new((year * 12) + month - 1);
    }

    /// <summary>The calendar year.</summary>
    public int Year => Index / 12;

    /// <summary>The month of the year, 1 to 12.</summary>
    public int MonthOfYear => (Index % 12) + 1;

    /// <summary>The month that lies <paramref name="months"/> later (earlier if negative).</summary>
    public Month Plus(int months) => new(Index + months);

    /// <summary>Months from <paramref name="earlier"/> to this month.</summary>
    public int Since(Month earlier) => Index - earlier.Index;

    /// <summary>Reads <c>yyyy-MM</c>; nothing else is a month.</summary>
    public static bool TryParse(string? text, out Month month)
    {
        month = default;
        if (text is not { Length: 7 } || text[4] != '-') return false;
        if (!int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out int year)) return false;
        if (!int.TryParse(text.AsSpan(5, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int ofYear)) return false;
        if (year < 1 || ofYear is < 1 or > 12) return false;
        month = Of(year, ofYear);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Month other) => Index.CompareTo(other.Index);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{MonthOfYear:D2}");

    /// <summary>Earlier than.</summary>
    public static bool operator <(Month left, Month right) => left.Index < right.Index;

    /// <summary>Later than.</summary>
    public static bool operator >(Month left, Month right) => left.Index > right.Index;

    /// <summary>Not later than.</summary>
    public static bool operator <=(Month left, Month right) => left.Index <= right.Index;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(Month left, Month right) => left.Index >= right.Index;
}
