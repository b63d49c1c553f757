using TwinningSim.Model.Observation;
using TwinningSim.Model.Processes;

namespace TwinningSim.Model;

/// <summary>One month. The order is the model document's (section Schedule); every process reads the state left by the one before.</summary>
internal static class MonthlyStep
{
    public static void Advance(World world, in MonthContext month)
    {
        Climate.Move(world, month);             // C1, C2. First: everybody's appetite this month depends on it.
        Programme.Deliver(world, month);        // I1-I5, M1, M2. Before agents, so that a training is heard of this month.
        Agents.Visit(world, month);             // 7.11. Before the associations, which act on what agents told them.
        AssociationTalks.Move(world, month);    // A2-A8. Signing opens the gates of the processes below.
        OwnCourses.Run(world, month);           // N1, N2. What institutions learned this month they can already teach.
        Diffusion.Spread(world, month);         // D1-D3. Reads what peers showed at the end of last month. D1 is done in the same pass over firms as what follows, unless circles need it now.
        Practice.Move(world, month);            // L5, L6, F1-F7. After all learning: firms forget, practise, adopt, drop.
        Business.Meet(world, month);            // 7.4, R1, R2, B1-B5. Last of the acts: it lives on the trust of all the others.
        Trust.Fade(world, month);               // T1, T3. Evidence fades towards the bridge as the month left it.
        Census.Record(world, month);            // Section 8. Reads only.
        Invariants.Check(world, month);         // Reads only; always on.
    }
}
