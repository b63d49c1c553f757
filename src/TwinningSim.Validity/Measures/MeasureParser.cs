using System.Globalization;
using TwinningSim.Experiments;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using ModelTables = TwinningSim.Model.Observation.Tables;

namespace TwinningSim.Validity.Measures;

/// <summary>Makes a function of a formula, by recursive descent. One formula, one parser.</summary>
internal sealed class MeasureParser(string text)
{
    private delegate double OfFirm(RunTables rows, int firm);

    private int _at;

    public ObservedTables Tables { get; private set; }

    public Func<RunTables, double> Parse()
    {
        Func<RunTables, double> value = Comparison();
        return Peek() == '\0' ? value : throw Wrong("an operator or the end");
    }

    // ---- formulas over a run ---------------------------------------------------------------------------------------------

    private Func<RunTables, double> Comparison()
    {
        Func<RunTables, double> left = Sum();
        string sign = Operator("<=", ">=", "!=", "<", ">", "=");
        if (sign.Length == 0) return left;
        Func<RunTables, double> right = Sum();
        return rows => Compare(left(rows), sign, right(rows));
    }

    private Func<RunTables, double> Sum()
    {
        Func<RunTables, double> left = Product();
        while (Operator("+", "-") is { Length: > 0 } sign)
        {
            (Func<RunTables, double> a, Func<RunTables, double> b) = (left, Product());
            left = sign == "+" ? rows => a(rows) + b(rows) : rows => a(rows) - b(rows);
        }
        return left;
    }

    private Func<RunTables, double> Product()
    {
        Func<RunTables, double> left = Factor();
        while (Operator("*", "/") is { Length: > 0 } sign)
        {
            (Func<RunTables, double> a, Func<RunTables, double> b) = (left, Factor());
            left = sign == "*" ? rows => a(rows) * b(rows) : rows => a(rows) / b(rows);
        }
        return left;
    }

    private Func<RunTables, double> Factor()
    {
        char next = Peek();
        if (next == '(')
        {
            Take('(');
            Func<RunTables, double> inner = Comparison();
            Take(')');
            return inner;
        }
        if (char.IsAsciiDigit(next) || next is '.' or '-')
        {
            double number = Number();
            return _ => number;
        }
        string name = Name();
        if (Peek() == '(') return Function(name);
        if (Peek() != '@') return Column(ModelTables.Runs, name, rows => rows.Runs, 0);
        Take('@');
        int month = (int)Number();
        Tables |= ObservedTables.Months;
        return Column(ModelTables.Months, name, rows => rows.Months!, month);
    }

    private Func<RunTables, double> Column(TableDefinition table, string name, Func<RunTables, TableBuffer> rowsOf, int row)
    {
        int column = Find(table, name);
        // A month beyond the horizon is the last one.
        return rows => rowsOf(rows) is var buffer ? buffer.Numbers(column)[Math.Min(row, buffer.Count - 1)] : double.NaN;
    }

    private Func<RunTables, double> Function(string name)
    {
        Take('(');
        Func<RunTables, double> value = name switch
        {
            "or" => Pair((a, b) => double.IsNaN(a) ? b : a),
            "min" => Pair(Math.Min),
            "max" => Pair(Math.Max),
            "sum" or "mean" or "count" => OverFirms(name),
            "events" or "first" or "total" or "firms" or "average" => OverEvents(name),
            _ => throw Wrong("one of the functions or, min, max, sum, mean, count, events, first, total, firms, average"),
        };
        Take(')');
        return value;
    }

    private Func<RunTables, double> Pair(Func<double, double, double> of)
    {
        Func<RunTables, double> a = Comparison();
        Take(',');
        Func<RunTables, double> b = Comparison();
        return rows => of(a(rows), b(rows));
    }

    // ---- the table of firms ------------------------------------------------------------------------------------------------

    private Func<RunTables, double> OverFirms(string name)
    {
        Tables |= ObservedTables.Firms;
        OfFirm value = name == "count" ? (_, _) => 1 : FirmSum();
        var conditions = new List<OfFirm>();
        if (name == "count" && Peek() != ')') conditions.Add(FirmCondition());
        while (Peek() == ',')
        {
            Take(',');
            conditions.Add(FirmCondition());
        }
        return rows =>
        {
            double sum = 0;
            int n = 0;
            for (int i = 0; i < rows.Firms!.Count; i++)
            {
                if (!conditions.TrueForAll(holds => holds(rows, i) != 0)) continue;
                sum += value(rows, i);
                n++;
            }
            return name == "mean" ? sum / n : sum;
        };
    }

    private OfFirm FirmCondition()
    {
        int start = _at;
        if (char.IsAsciiLetter(Peek()))
        {
            string name = Name();
            if (ModelTables.Firms.Columns.FirstOrDefault(c => c.Name == name) is { Type: ColumnType.Text })
            {
                int column = Find(ModelTables.Firms, name);
                string sign = Operator("!=", "=");
                string wanted = Quoted();
                return (rows, i) => rows.Firms!.Texts(column)[i] == wanted == (sign == "=") ? 1 : 0;
            }
            _at = start;
        }
        OfFirm left = FirmSum();
        string relation = Operator("<=", ">=", "!=", "<", ">", "=");
        if (relation.Length == 0) throw Wrong("a comparison");
        OfFirm right = FirmSum();
        return (rows, i) => Compare(left(rows, i), relation, right(rows, i));
    }

    private OfFirm FirmSum()
    {
        OfFirm left = FirmProduct();
        while (Operator("+", "-") is { Length: > 0 } sign)
        {
            (OfFirm a, OfFirm b) = (left, FirmProduct());
            left = sign == "+" ? (rows, i) => a(rows, i) + b(rows, i) : (rows, i) => a(rows, i) - b(rows, i);
        }
        return left;
    }

    private OfFirm FirmProduct()
    {
        OfFirm left = FirmFactor();
        while (Operator("*", "/") is { Length: > 0 } sign)
        {
            (OfFirm a, OfFirm b) = (left, FirmFactor());
            left = sign == "*" ? (rows, i) => a(rows, i) * b(rows, i) : (rows, i) => a(rows, i) / b(rows, i);
        }
        return left;
    }

    private OfFirm FirmFactor()
    {
        if (char.IsAsciiDigit(Peek()) || Peek() is '.' or '-')
        {
            double number = Number();
            return (_, _) => number;
        }
        int column = Find(ModelTables.Firms, Name());
        return (rows, i) => rows.Firms!.Numbers(column)[i];
    }

    // ---- the table of events -----------------------------------------------------------------------------------------------

    private Func<RunTables, double> OverEvents(string name)
    {
        Tables |= ObservedTables.Events;
        int column = -1;
        if (name == "average")
        {
            Tables |= ObservedTables.Firms;
            column = Find(ModelTables.Firms, Name());
            Take(',');
        }
        var filter = new EventFilter { Kind = Quoted() };
        while (Peek() == ',')
        {
            Take(',');
            string key = Name();
            Take(':');
            switch (key)
            {
                case "actor": filter.Actor = Quoted(); break;
                case "about": filter.About = Quoted().Split('|'); break;
                case "since": filter.Since = Number(); break;
                case "before": filter.Before = Number(); break;
                case "least": filter.Least = Number(); break;
                case "most": filter.Most = Number(); break;
                case "then": filter.Then = Quoted(); break;
                case "then_about": filter.ThenAbout = Quoted().Split('|'); break;
                case "within": filter.Within = Number(); break;
                case "times": filter.Times = Number(); break;
                default: throw Wrong("actor, about, since, before, least, most, then, then_about, within or times before ':'");
            }
        }
        return name switch
        {
            "events" => rows => filter.Rows(rows.Events!).Count(),
            "first" => rows => filter.Rows(rows.Events!).Select(r => EventFilter.MonthOf(rows.Events!, r)).DefaultIfEmpty(double.NaN).First(),
            "total" => rows => filter.Rows(rows.Events!).Sum(r => EventFilter.ValueOf(rows.Events!, r)),
            "firms" => rows => filter.Actors(rows.Events!).Count,
            _ => rows => MeanOf(rows, column, filter.Actors(rows.Events!)),
        };
    }

    private static double MeanOf(RunTables rows, int column, List<string> actors)
    {
        double sum = 0;
        foreach (string actor in actors) sum += rows.Firms!.Numbers(column)[int.Parse(actor.AsSpan(actor.IndexOf(':', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture)];
        return sum / actors.Count;
    }

    // ---- characters --------------------------------------------------------------------------------------------------------

    private static double Compare(double a, string sign, double b) => sign switch
    {
        "<" => a < b,
        ">" => a > b,
        "<=" => a <= b,
        ">=" => a >= b,
        "=" => a == b,
        _ => a != b,
    } ? 1 : 0;

    private int Find(TableDefinition table, string name)
        => table.Columns.Any(c => c.Name == name) ? table.IndexOf(name) : throw Wrong($"a column of the table of {table.Name} before this ('{name}' is none)");

    private char Peek()
    {
        while (_at < text.Length && text[_at] == ' ') _at++;
        return _at < text.Length ? text[_at] : '\0';
    }

    private string Operator(params ReadOnlySpan<string> signs)
    {
        Peek();
        foreach (string sign in signs)
        {
            if (string.CompareOrdinal(text, _at, sign, 0, sign.Length) != 0) continue;
            _at += sign.Length;
            return sign;
        }
        return "";
    }

    private void Take(char wanted)
    {
        if (Peek() != wanted) throw Wrong($"'{wanted}'");
        _at++;
    }

    private string Name()
    {
        Peek();
        int start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_')) _at++;
        return _at > start ? text[start.._at] : throw Wrong("a name");
    }

    private double Number()
    {
        Peek();
        int start = _at;
        if (_at < text.Length && text[_at] == '-') _at++;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.')) _at++;
        return double.TryParse(text.AsSpan(start, _at - start), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw Wrong("a number");
    }

    private string Quoted()
    {
        Take('"');
        int end = text.IndexOf('"', _at);
        if (end < 0) throw Wrong("a closing quote");
        string inner = text[_at..end];
        _at = end + 1;
        return inner;
    }

    private FormatException Wrong(string expected) => new($"The formula '{text}' needs {expected} at position {_at + 1}.");
}
