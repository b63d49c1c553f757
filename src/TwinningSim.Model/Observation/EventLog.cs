using TwinningSim.Kernel.Tables;

namespace TwinningSim.Model.Observation;

/// <summary>Writes the table of events.</summary>
internal sealed class EventLog(TableBuffer table, int replicate)
{
    public void Add(int month, string kind, string actor, string other, string reason, double value)
    {
        int row = table.AddRow();
        table.Set(row, EventColumn.Replicate, replicate);
        table.Set(row, EventColumn.Month, month);
        table.Set(row, EventColumn.Kind, kind);
        table.Set(row, EventColumn.Actor, actor);
        table.Set(row, EventColumn.Other, other);
        table.Set(row, EventColumn.Reason, reason);
        table.Set(row, EventColumn.Value, value);
    }
}
