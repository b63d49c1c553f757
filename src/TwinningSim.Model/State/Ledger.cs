namespace TwinningSim.Model.State;

/// <summary>Kinds of cost of the programme.</summary>
internal enum Cost
{
    International,
    National,
    Institutions,
    Travel,
    Events,
    Agents,
    Deals,
    Investment,
    Credit,
}

/// <summary>The programme's money in cents: opening balance + fees = spending + closing balance, always (7.10).</summary>
internal sealed class Ledger
{
    private readonly long[] _spent = new long[Enum.GetValues<Cost>().Length];

    public long Opening { get; private set; }

    public long Fees { get; private set; }

    public long Spent { get; private set; }

    public long Balance => Opening + Fees - Spent;

    public long SpentOn(Cost cost) => _spent[(int)cost];

    public void Open(double budgetEur)
    {
        Opening = Cents(budgetEur);
        Fees = Spent = 0;
        Array.Clear(_spent);
    }

    /// <summary>Pays a bill whole or not at all; fees that come in with it count.</summary>
    public bool TryPay(in Bill bill)
    {
        if (bill.Total > Balance + bill.Fees) return false;
        Fees += bill.Fees;
        for (int c = 0; c < _spent.Length; c++)
        {
            _spent[c] += bill[(Cost)c];
            Spent += bill[(Cost)c];
        }
        return true;
    }

    /// <summary>Pays one amount whole or not at all.</summary>
    public bool TryPay(Cost cost, long cents)
    {
        if (cents > Balance) return false;
        _spent[(int)cost] += cents;
        Spent += cents;
        return true;
    }

    public static long Cents(double eur) => (long)Math.Round(eur * 100, MidpointRounding.AwayFromZero);

    public static double Eur(long cents) => cents / 100.0;
}

/// <summary>What one activity costs, in cents by kind.</summary>
internal struct Bill
{
    private Amounts _amounts;

    public long Fees { get; set; }

    public readonly long this[Cost cost] => _amounts[(int)cost];

    public readonly long Total
    {
        get
        {
            long sum = 0;
            for (int c = 0; c < Amounts.Length; c++) sum += _amounts[c];
            return sum;
        }
    }

    public void Add(Cost cost, double eur) => _amounts[(int)cost] += Ledger.Cents(eur);

    [System.Runtime.CompilerServices.InlineArray(Length)]
    private struct Amounts
    {
        public const int Length = 9;
        private long _first;
    }
}
