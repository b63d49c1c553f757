using TwinningSim.Kernel.Numerics;
using TwinningSim.Kernel.Randomness;
using TwinningSim.Model.Observation;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Processes;

/// <summary>Associations and institutions: willingness, engagement, negotiation, signing, renewal, backlash (A1-A8).</summary>
internal static class AssociationTalks
{
    /// <summary>Each association looks at a sample of pairs of firms and starts with what it knows (A1, A2).</summary>
    public static void Start(World world, Draws draws)
    {
        Associations associations = world.Associations;
        Coefficients p = world.Parameters;
        for (int a = 0; a < associations.Count; a++)
        {
            int key = (int)(World.Hash(associations.Ids[a]) & 0x7FFFFFFF);
            for (int c = 0; c < associations.Clusters; c++)
            {
                int at = associations.At(a, c);
                bool otherSide = (associations.ClusterOf[a] == 0) != (c == 0);
                associations.Complementarity[at] = associations.Rivalry[at] = associations.Information[at] = 0;
                if (!otherSide) continue;
                associations.Information[at] = HasEarlierRelation(world, a, c) ? p.InformationStartEarlier : p.InformationStart;
                int samples = (int)p.AssociationSample, firms = world.Design.Clusters[c].Firms, ordinal = world.Design.Clusters[c].Ordinal;
                double complementarity = 0, rivalry = 0;
                for (int s = 0; s < samples && associations.MemberCount[a] > 0; s++)
                {
                    int member = associations.Members[a][draws.Below(associations.MemberCount[a], Purposes.PairSample, s, ordinal & 0xFFF, key)];
                    int other = world.FirstFirm[c] + draws.Below(firms, Purposes.PairSampleOther, s, ordinal & 0xFFF, key);
                    (double rho, double compl) = c == 0 ? Rivalry.Between(world, other, member) : Rivalry.Between(world, member, other);
                    rivalry += rho;
                    complementarity += compl;
                }
                associations.Rivalry[at] = rivalry / samples;
                associations.Complementarity[at] = complementarity / samples;
            }
        }
    }

    public static void Move(World world, in MonthContext month)
    {
        Remember(world, month.Parameters);
        for (int q = 0; q < world.Agreements.Count; q++) Talk(world, month, q);
        Engage(world, month);
        for (int a = 0; a < world.Associations.Count; a++) world.Associations.Backlash[a] *= 1 - month.Parameters.BacklashFade;
    }

    /// <summary>Realised gain: what members earned with partners, soon forgotten (A8).</summary>
    private static void Remember(World world, Coefficients p)
    {
        Associations associations = world.Associations;
        for (int a = 0; a < associations.Count; a++)
        {
            double earned = associations.NewGainEur[a] / (p.GainScaleEur * Math.Sqrt(Math.Max(1, associations.MemberCount[a])));
            associations.Gain[a] = Math.Min(1, (p.GainRetention * associations.Gain[a]) + earned);
            associations.NewGainEur[a] = 0;
        }
    }

    private static void Talk(World world, in MonthContext month, int q)
    {
        Agreements agreements = world.Agreements;
        switch (agreements.State[q])
        {
            case AgreementState.Negotiating or AgreementState.Renegotiating:
                if (month.Draws.Happens(SigningHazard(world, q), Purposes.Signing, 0, month.Month, agreements.Key[q])) Sign(world, month, q);
                else if (month.Month >= agreements.Until[q]) GiveUp(world, month, q);
                break;
            case AgreementState.Signed when month.Month >= agreements.Until[q]:
                Expire(world, month, q);
                break;
            default:
                break;
        }
    }

    /// <summary>Chance that a negotiation ends in a signature this month (A4).</summary>
    public static double SigningHazard(World world, int pair)
    {
        Coefficients p = world.Parameters;
        Agreements agreements = world.Agreements;
        double hazard = p.SigningHazard * Trust.PairScope(world, pair)
            * BothWilling(world, pair) * (p.SigningTrustBase + (p.SigningTrustSlope * agreements.Trust[pair]));
        return agreements.Brokered[pair] ? hazard * p.SigningBrokered : hazard;
    }

    /// <summary>Willingness of an association (A3).</summary>
    public static double Willingness(double appetite, double information, double complementarity, double gain, double rivalry, double backlash, Coefficients p)
        => appetite * PortableMath.Sigmoid(p.WillingnessSlope * ((information * complementarity) + gain
            - (p.WillingnessRivalry * rivalry * (1 - (p.WillingnessInformation * information))) - backlash - p.WillingnessThreshold));

    /// <summary>Willingness of both sides of a pair together.</summary>
    private static double BothWilling(World world, int pair)
    {
        int emerging = world.Agreements.Emerging[pair], partner = world.Agreements.Partner[pair];
        return ActorWillingness(world, emerging, world.Agreements.Cluster[pair], partner) * ActorWillingness(world, partner, 0, emerging);
    }

    /// <summary>Willingness of an association or institution (A3, A9).</summary>
    /// <param name="world">The world.</param>
    /// <param name="actor">The association or institution.</param>
    /// <param name="towards">The other side's cluster.</param>
    /// <param name="other">The other actor, where there is a certain one; -1 else.</param>
    public static double ActorWillingness(World world, int actor, int towards, int other = -1)
    {
        Coefficients p = world.Parameters;
        double appetite = world.Appetite[world.Agreements.ClusterOfActor[actor]];
        if (!world.Agreements.IsAssociation(actor))
        {
            bool both = other >= 0 && !world.Agreements.IsAssociation(other);
            return InstitutionWillingness(appetite, both ? OwnGain(world, actor, other) : p.InstitutionGainFull, p);
        }
        Associations associations = world.Associations;
        int at = associations.At(actor, towards);
        return Willingness(appetite, associations.Information[at], associations.Complementarity[at], associations.Gain[actor], associations.Rivalry[at], associations.Backlash[actor], p);
    }

    /// <summary>Willingness of an institution: part of it needs a gain of its own (A9).</summary>
    public static double InstitutionWillingness(double appetite, double gain, Coefficients p)
        => p.WillingnessInstitution * appetite * (1 - (p.InstitutionOwnGain * (1 - Math.Min(1, gain / p.InstitutionGainFull))));

    /// <summary>What an institution has to gain from another: what that one knows better, and what its own cluster's firms have gained (A9).</summary>
    private static double OwnGain(World world, int actor, int other)
    {
        Institutions institutions = world.Institutions;
        int own = world.Agreements.InstitutionOf(actor), theirs = world.Agreements.InstitutionOf(other), domains = 0;
        double lead = 0;
        for (int k = 0; k < world.Firms.Domains; k++)
        {
            if ((institutions.DomainMask[own] & institutions.DomainMask[theirs] & (1 << k)) == 0) continue;
            lead += Math.Max(0, institutions.KnowHow[(theirs * institutions.Stride) + k] - institutions.KnowHow[(own * institutions.Stride) + k]);
            domains++;
        }
        return (domains == 0 ? 0 : lead / domains) + world.Associations.LargestGain(institutions.ClusterOf[own]);
    }

    private static void Sign(World world, in MonthContext month, int q)
    {
        Coefficients p = month.Parameters;
        Agreements agreements = world.Agreements;
        agreements.State[q] = AgreementState.Signed;
        agreements.Until[q] = month.Month + (int)p.AgreementMonths;
        agreements.EverSigned[q] = true;
        agreements.Brokered[q] = false;
        agreements.Trust.Event(q, p.SigningTrustEvent, p);
        world.Counters.AgreementsSigned++;
        Counters.First(ref world.Counters.FirstAgreement, month.Month);
        if (!agreements.IsAssociation(agreements.Emerging[q]) && !agreements.IsAssociation(agreements.Partner[q]))
        {
            world.Counters.InstitutionAgreements++;
            Counters.First(ref world.Counters.FirstInstitutionAgreement, month.Month);
        }
        world.Note(month, "agreement-signed", agreements.ActorIds[agreements.Emerging[q]], agreements.ActorIds[agreements.Partner[q]], world.Log is null ? "" : EventLog.Willingness(world, q));
        if (agreements.IsAssociation(agreements.Partner[q])) Protest(world, month, q);
    }

    /// <summary>Some members of the partner's association ask why rivals are helped (A6).</summary>
    private static void Protest(World world, in MonthContext month, int q)
    {
        Coefficients p = month.Parameters;
        int association = world.Agreements.Partner[q], at = world.Associations.At(association, 0);
        double pressure = world.Pressure[(world.Agreements.Cluster[q] * month.Design.Months) + month.Month];
        double overlap = month.Design.Clusters[world.Agreements.Cluster[q]].MarketOverlap, information = world.Associations.Information[at];
        double chance = ProtestChance(PerceivedRivalry(world.Associations.Rivalry[at], overlap, information, p), information, pressure, p);
        if (!month.Draws.Happens(chance, Purposes.Protest, 0, month.Month, world.Agreements.Key[q])) return;
        double size = p.BacklashSize * (p.BacklashSizeOffset + month.Draws.Uniform(Purposes.ProtestSize, 0, month.Month, world.Agreements.Key[q]));
        world.Associations.Backlash[association] += size;
        world.Note(month, "protest", world.Associations.Ids[association], world.Agreements.ActorIds[world.Agreements.Emerging[q]], "rivalry without information", size);
    }

    /// <summary>Rivalry as members see it: who knows little of the other side's products looks at the common market (A10).</summary>
    public static double PerceivedRivalry(double rivalry, double marketOverlap, double information, Coefficients p)
        => rivalry + (p.BacklashPerception * (1 - information) * Math.Max(0, marketOverlap - rivalry));

    /// <summary>Chance of a protest at a signing (A6).</summary>
    public static double ProtestChance(double rivalry, double information, double pressure, Coefficients p)
        => Math.Min(1, (p.BacklashSlope * rivalry * (1 - information) * (p.BacklashPressureOffset + pressure)) + p.BacklashBase);

    private static void GiveUp(World world, in MonthContext month, int q)
    {
        Agreements agreements = world.Agreements;
        agreements.State[q] = agreements.State[q] == AgreementState.Renegotiating ? AgreementState.Lapsed : AgreementState.None;
        agreements.Brokered[q] = false;
        world.Note(month, "negotiation-given-up", agreements.ActorIds[agreements.Emerging[q]], agreements.ActorIds[agreements.Partner[q]], world.Log is null ? "" : EventLog.Willingness(world, q));
    }

    /// <summary>At the end of its term an agreement is renewed or lapses (A5).</summary>
    private static void Expire(World world, in MonthContext month, int q)
    {
        Agreements agreements = world.Agreements;
        double chance = BothWilling(world, q);
        bool renewed = month.Draws.Happens(chance, Purposes.Renewal, 0, month.Month, agreements.Key[q]);
        if (renewed)
        {
            agreements.Until[q] = month.Month + (int)month.Parameters.AgreementMonths;
            world.Counters.AgreementsRenewed++;
        }
        else
        {
            agreements.State[q] = AgreementState.Lapsed;
            world.Counters.AgreementsLapsed++;
        }
        world.Note(month, renewed ? "agreement-renewed" : "agreement-lapsed", agreements.ActorIds[agreements.Emerging[q]], agreements.ActorIds[agreements.Partner[q]], world.Log is null ? "" : EventLog.Willingness(world, q));
    }

    /// <summary>A facilitation opens or prolongs a negotiation (A4).</summary>
    public static void OpenNegotiation(World world, in MonthContext month, int q, bool brokered)
    {
        Agreements agreements = world.Agreements;
        if (agreements.State[q] == AgreementState.Signed) return;
        agreements.State[q] = agreements.State[q] is AgreementState.Lapsed or AgreementState.Renegotiating ? AgreementState.Renegotiating : AgreementState.Negotiating;
        agreements.Until[q] = month.Month + (int)month.Parameters.NegotiationMonths;
        agreements.Brokered[q] |= brokered;
    }

    /// <summary>Engagement of the partner associations moves towards what agents, will and agreement allow (A7).</summary>
    private static void Engage(World world, in MonthContext month)
    {
        Coefficients p = month.Parameters;
        Associations associations = world.Associations;
        for (int a = 0; a < associations.Count; a++)
        {
            int c = associations.ClusterOf[a];
            if (c == 0) continue;
            double fte = 0;
            for (int g = 0; g < month.Design.Agents.Length; g++)
            {
                Input.Agent agent = month.Design.Agents[g];
                if (world.AgentInPost[g] && agent.Cluster == c) fte += agent.Fte * (agent.Technical ? p.EngagementTechnical : 1);
            }
            double target = EngagementTarget(ActorWillingness(world, a, 0), Agreed(world, a), fte, p);
            associations.Engagement[a] += p.EngagementSpeed * (target - associations.Engagement[a]);
        }
    }

    /// <summary>Where engagement moves to (A7).</summary>
    public static double EngagementTarget(double willingness, double agreed, double fte, Coefficients p)
        => willingness * agreed * (p.EngagementBase + (p.EngagementAgents * (1 - PortableMath.Exp(-p.EngagementFte * fte))));

    /// <summary>How far an association of a partner has agreed: 1 signed, half lapsed or negotiating (A7).</summary>
    private static double Agreed(World world, int association)
    {
        double most = 0;
        for (int q = 0; q < world.Agreements.Count; q++)
        {
            if (world.Agreements.Partner[q] == association) most = Math.Max(most, Agreed(world.Agreements.State[q], world.Parameters));
        }
        return most;
    }

    private static double Agreed(AgreementState state, Coefficients p)
        => state == AgreementState.Signed ? 1 : state == AgreementState.None ? 0 : p.AgreedWeak;

    /// <summary>How far any two actors have agreed with a partner cluster.</summary>
    public static double AgreedWith(World world, int partner)
    {
        double most = 0;
        for (int q = 0; q < world.Agreements.Count; q++)
        {
            if (world.Agreements.Cluster[q] == partner) most = Math.Max(most, Agreed(world.Agreements.State[q], world.Parameters));
        }
        return most;
    }

    private static bool HasEarlierRelation(World world, int association, int cluster)
    {
        for (int q = 0; q < world.Agreements.Count; q++)
        {
            if (!world.Agreements.EarlierRelation[q]) continue;
            if (world.Agreements.Emerging[q] == association && world.Agreements.Cluster[q] == cluster) return true;
            if (world.Agreements.Partner[q] == association && cluster == 0) return true;
        }
        return false;
    }
}
