using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Processes;

/// <summary>Cluster development agents visit firms and carry news (7.11).</summary>
internal static class Agents
{
    public static void Visit(World world, in MonthContext month)
    {
        for (int g = 0; g < month.Design.Agents.Length; g++)
        {
            Agent agent = month.Design.Agents[g];
            world.AgentInPost[g] = IsInPost(world, month, g, agent) && world.Ledger.TryPay(Cost.Agents, Ledger.Cents(agent.Fte * MonthlyPay(agent, month.Design.Prices)));
            if (!world.AgentInPost[g]) continue;
            if (month.Month == Math.Max(agent.From, world.AgentAwayUntil[g])) world.Note(month, "agent-arrived", agent.Id, month.Design.Clusters[agent.Cluster].Id);
            if (agent.Cluster == 0) VisitEmerging(world, month, g, agent);
            else VisitPartner(world, month, g, agent);
            if (agent.Partner > 0) InformBoth(world, month, agent);
        }
    }

    private static double MonthlyPay(Agent agent, Prices prices) => agent.Cluster == 0 ? prices.AgentMonthEmergingEur : prices.AgentMonthPartnerEur;

    /// <summary>An agent may leave; the post is then empty this month and for some time.</summary>
    private static bool IsInPost(World world, in MonthContext month, int g, Agent agent)
    {
        if (month.Month < agent.From || month.Month >= agent.Until || month.Month < world.AgentAwayUntil[g]) return false;
        if (!month.Draws.Happens(month.Parameters.AgentExit, Purposes.AgentExit, 0, month.Month, world.AgentKeys[g])) return true;
        world.AgentAwayUntil[g] = month.Month + 1 + (int)month.Parameters.AgentVacancy;
        world.Note(month, "agent-left", agent.Id);
        return false;
    }

    private static void VisitEmerging(World world, in MonthContext month, int g, Agent agent)
    {
        Coefficients p = month.Parameters;
        Associations associations = world.Associations;
        double factor = agent.Technical ? p.AgentTechnical : 1;
        int association = associations.FirstOf[0];
        int members = association < 0 ? 0 : associations.MemberCount[association], visits = members == 0 ? 0 : (int)Math.Round(p.AgentVisitsEmerging * agent.Fte);
        for (int v = 0; v < visits; v++)
        {
            int firm = associations.Members[association][month.Draws.Below(members, Purposes.AgentVisit, v, month.Month, world.AgentKeys[g])];
            world.Firms.TrustProgramme.Event(firm, p.AgentTrustProgramme * factor, p);
            world.Firms.Attention[firm] += (float)(p.AgentAttention * factor * p.AttentionScale);
        }
    }

    private static void VisitPartner(World world, in MonthContext month, int g, Agent agent)
    {
        Coefficients p = month.Parameters;
        int firms = month.Design.Clusters[agent.Cluster].Firms, visits = (int)Math.Round(p.AgentVisitsPartner * agent.Fte);
        for (int v = 0; v < visits; v++)
        {
            int firm = world.FirstFirm[agent.Cluster] + month.Draws.Below(firms, Purposes.AgentVisit, v, month.Month, world.AgentKeys[g]);
            world.Firms.TrustOtherSide.Event(firm, p.AgentTrustOtherSide, p);
        }
    }

    /// <summary>News for the association on the agent's side, and trust of the institutional pair.</summary>
    private static void InformBoth(World world, in MonthContext month, Agent agent)
    {
        Coefficients p = month.Parameters;
        int emerging = world.Associations.FirstOf[0], partner = world.Associations.FirstOf[agent.Partner];
        if (agent.Cluster == 0) world.Associations.Inform(emerging, agent.Partner, p.AgentInformationEmerging * agent.Fte * (agent.Technical ? p.AgentTechnical : 1));
        else world.Associations.Inform(partner, 0, p.AgentInformationPartner * agent.Fte);
        int pair = emerging < 0 || partner < 0 ? -1 : world.Agreements.PairOf(emerging, partner);
        if (pair >= 0) world.Agreements.Trust.Event(pair, p.AgentTrustPair * agent.Fte, p);
    }
}
