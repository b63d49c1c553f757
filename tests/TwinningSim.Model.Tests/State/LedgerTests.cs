using TwinningSim.Model.State;

namespace TwinningSim.Model.Tests.State;

public class LedgerTests
{
    [Fact]
    [Trait("Equation", "ledger")]
    public void A_bill_is_paid_whole_with_the_fees_that_come_in_with_it_or_not_at_all()
    {
        var ledger = new Ledger();
        ledger.Open(100);
        var bill = default(Bill);
        bill.Add(Cost.Travel, 80);
        bill.Add(Cost.Events, 40.005); // rounds to 40.01
        Assert.Equal(12_001, bill.Total);
        Assert.False(ledger.TryPay(bill));
        Assert.Equal((10_000, 0, 0), (ledger.Balance, ledger.Fees, ledger.Spent));
        bill.Fees = 2_001;
        Assert.True(ledger.TryPay(bill));
        Assert.Equal((0, 2_001, 12_001), (ledger.Balance, ledger.Fees, ledger.Spent));
        Assert.Equal((8_000, 4_001), (ledger.SpentOn(Cost.Travel), ledger.SpentOn(Cost.Events)));
    }

    [Fact]
    [Trait("Equation", "ledger")]
    public void What_the_balance_does_not_cover_is_not_paid()
    {
        var ledger = new Ledger();
        ledger.Open(10);
        Assert.False(ledger.TryPay(Cost.Agents, 1_001));
        Assert.True(ledger.TryPay(Cost.Agents, 1_000));
        Assert.False(ledger.TryPay(Cost.Agents, 1));
        Assert.Equal((0, 1_000), (ledger.Balance, ledger.Spent));
        ledger.Open(5);
        Assert.Equal((500, 0, 0), (ledger.Balance, ledger.Spent, ledger.SpentOn(Cost.Agents)));
    }
}
