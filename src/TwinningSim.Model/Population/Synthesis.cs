using TwinningSim.Kernel.Numerics;
using TwinningSim.Kernel.Randomness;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.Processes;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Population;

/// <summary>Makes the clusters of a replicate (model document, Initialisation).</summary>
internal static class Synthesis
{
    public static void Populate(World world, Draws draws)
    {
        Firms firms = world.Firms;
        ResetChanging(firms);
        var start = new MonthContext(0, draws, world.Design, world.Parameters);
        for (int c = 0; c < world.ClusterCount; c++)
        {
            Cluster cluster = world.Design.Clusters[c];
            int first = world.FirstFirm[c];
            Apportion(world, start, Purposes.SizeClass, c, cluster.SizeShares.AsSpan(), (i, value) => firms.Size[i] = (SizeClass)value);
            Apportion(world, start, Purposes.Role, c, cluster.RoleShares.AsSpan(), (i, value) => firms.Role[i] = (FirmRole)value);
            Apportion(world, start, Purposes.Segment, c, [.. cluster.Segments.Select(s => s.Share)], (i, value) => firms.Segment[i] = (ushort)value);
            int ofCluster = c;
            world.InParts(start, cluster.Firms, (World w, in MonthContext month, int _, int from, int to) =>
            {
                for (int i = from; i < to; i++) MakeFirm(w, month.Draws, ofCluster, w.FirstFirm[ofCluster] + i, i);
            });
            ChooseMembers(world, start, c);
        }
        MakePeers(world, draws);
        StartInstitutions(world, draws);
        StartTrust(world, start);
        world.PartnerFirms.Build(firms, world.FirstFirm);
    }

    private static void ResetChanging(Firms firms)
    {
        Array.Fill(firms.Association, (short)-1);
        Array.Fill(firms.Circle, -1);
        Array.Fill(firms.LastActivity, Firms.Never);
        Array.Fill(firms.LastTraining, Firms.Never);
        Array.Fill(firms.LastNewPractice, Firms.Never);
        Array.Clear(firms.LastMatch);
        Array.Clear(firms.LastPaid);
        Array.Clear(firms.Trainings);
        Array.Clear(firms.Reached);
        Array.Clear(firms.AdoptionsLastMonth);
        Array.Clear(firms.StaffProgrammeUntil);
        Array.Clear(firms.ProfiledUntil);
        Array.Clear(firms.TieCount);
        Array.Clear(firms.DealCount);
        firms.ExtraTurnover.Span.Clear();
        Array.Clear(firms.CreditLimit);
        Array.Clear(firms.CreditUntil);
        Array.Clear(firms.Debt);
        Array.Clear(firms.Instalment);
        firms.SomebodyBorrowed = false;
    }

    /// <summary>Gives each class its exact number of firms (largest remainder) and deals the classes out by lot.</summary>
    private static void Apportion(World world, in MonthContext start, DrawPurpose purpose, int cluster, ReadOnlySpan<double> shares, Action<int, int> assign)
    {
        int count = world.Design.Clusters[cluster].Firms, first = world.FirstFirm[cluster], ordinal = world.Design.Clusters[cluster].Ordinal;
        world.InParts(start, count, (World w, in MonthContext month, int _, int from, int to) =>
        {
            for (int i = from; i < to; i++) w.Scratch.Order[i] = month.Draws.Uniform(purpose, i, 0, ordinal);
        });
        Span<int> quota = stackalloc int[shares.Length];
        LargestRemainder(shares, count, quota);
        Span<int> dealt = world.Scratch.Rows.AsSpan(0, count);
        world.Lots.Deal(world.Scratch.Order.AsSpan(0, count), quota, dealt);
        for (int i = 0; i < count; i++) assign(first + i, dealt[i]);
    }

    /// <summary>Whole numbers in proportion to shares that sum to the total; ties go to the earlier class.</summary>
    internal static void LargestRemainder(ReadOnlySpan<double> shares, int total, Span<int> quota)
    {
        double sum = 0;
        foreach (double share in shares) sum += share;
        int given = 0;
        Span<double> remainder = stackalloc double[shares.Length];
        for (int v = 0; v < shares.Length; v++)
        {
            double exact = shares[v] / sum * total;
            quota[v] = (int)Math.Floor(exact + 1e-9);
            remainder[v] = exact - quota[v];
            given += quota[v];
        }
        for (; given < total; given++)
        {
            int best = 0;
            for (int v = 1; v < shares.Length; v++)
            {
                if (remainder[v] > remainder[best] + 1e-12) best = v;
            }
            quota[best]++;
            remainder[best] = double.NegativeInfinity;
        }
    }

    private static void MakeFirm(World world, Draws draws, int c, int row, int local)
    {
        Firms firms = world.Firms;
        Coefficients p = world.Parameters;
        Cluster cluster = world.Design.Clusters[c];
        int ordinal = cluster.Ordinal;
        (double least, double most) = firms.Size[row] switch
        {
            SizeClass.Micro => (1.0, 9.0),
            SizeClass.Small => (10.0, 49.0),
            SizeClass.Medium => (50.0, 249.0),
            _ => (250.0, 2000.0),
        };
        double low = PortableMath.Log(least), high = PortableMath.Log(most);
        double logSize = low + (draws.Uniform(Purposes.Employees, local, 0, ordinal) * (high - low));
        firms.ClusterOf[row] = (byte)c;
        firms.Employees[row] = (float)PortableMath.Exp(logSize);
        double z = Math.Min(1, logSize / PortableMath.Log(1000));
        firms.Scale[row] = (float)z;
        firms.BaseTurnover[row] = (float)(firms.Employees[row] * cluster.TurnoverPerEmployeeEur);
        Segment segment = cluster.Segments[firms.Segment[row]];
        firms.X[row] = (float)(segment.X + (p.PositionSpread * draws.Normal(Purposes.Position, local, 0, ordinal * 2)));
        firms.Y[row] = (float)(segment.Y + (p.PositionSpread * draws.Normal(Purposes.Position, local, 0, (ordinal * 2) + 1)));
        (double knowHowMean, double doHowMean) = cluster.Role switch
        {
            ClusterRole.Emerging => (p.KnowHowEmerging, p.DoHowShareEmerging),
            ClusterRole.Advanced => (p.KnowHowAdvanced, p.DoHowShareAdvanced),
            _ => (p.KnowHowDomestic, p.DoHowShareDomestic),
        };
        knowHowMean = cluster.KnowHow ?? knowHowMean;
        doHowMean = cluster.DoHowShare ?? doHowMean;
        ushort practised = 0;
        Span<float> knowHow = firms.KnowHowOf(row), doHow = firms.DoHowOf(row);
        for (int k = 0; k < firms.Domains; k++)
        {
            DrawStream forKnowHow = draws.Stream(Purposes.StartKnowHow, local, 0, (ordinal << 4) | k);
            DrawStream forDoHow = draws.Stream(Purposes.StartDoHow, local, 0, (ordinal << 4) | k);
            double kappa = Math.Clamp(Distributions.Beta(knowHowMean, p.KnowHowConcentration, ref forKnowHow) + (p.KnowHowScale * (z - 0.5)), 0.02, 0.98);
            double delta = kappa * Distributions.Beta(doHowMean, p.DoHowConcentration, ref forDoHow);
            knowHow[k] = (float)kappa;
            doHow[k] = Math.Min((float)delta, knowHow[k]);
            if (Learning.Mastery(knowHow[k], doHow[k], p) > p.StartMastery) practised |= (ushort)(1 << k);
        }
        firms.Practised[row] = practised;
        DrawStream forVision = draws.Stream(Purposes.StartVision, local, 0, ordinal);
        firms.Vision[row] = (float)Distributions.Beta(Math.Clamp(p.VisionBase + (p.VisionScale * z), 0.01, 0.99), p.VisionConcentration, ref forVision);
        firms.Captive[row] = draws.Happens(cluster.CaptiveShare, Purposes.Captivity, local, 0, ordinal);
        if (c == 0) StartEmerging(world, draws, row, cluster, z);
    }

    private static void StartEmerging(World world, Draws draws, int i, Cluster cluster, double z)
    {
        Firms firms = world.Firms;
        Coefficients p = world.Parameters;
        firms.KnowHow.AsSpan(i * firms.Stride, firms.Stride).CopyTo(firms.StartKnowHow.AsSpan(i * firms.Stride));
        firms.DoHow.AsSpan(i * firms.Stride, firms.Stride).CopyTo(firms.StartDoHow.AsSpan(i * firms.Stride));
        firms.PractisedAtStart[i] = firms.PractisedLastMonth[i] = firms.Practised[i];
        Diffusion.Show(firms, i);
        firms.StartVision[i] = firms.Vision[i];
        firms.Attention[i] = (float)p.AttentionBase;
        firms.Productivity[i] = 1;
        firms.Rejects[i] = (float)cluster.RejectRate;
        firms.Energy[i] = 1;
        firms.StartCustomers[i] = firms.Customers[i] = (float)(p.CustomersBase + (p.CustomersScale * z));
        firms.Slack[i] = p.SlackStart * cluster.Margin * firms.BaseTurnover[i] / 12;
        firms.Seen[i] = (float)draws.Uniform(Purposes.Visibility, i, 0);
    }

    /// <summary>Members drawn without replacement, weight n^0.5: the smallest of -ln U / weight (Efraimidis and Spirakis 2006).</summary>
    private static void ChooseMembers(World world, in MonthContext start, int c)
    {
        Firms firms = world.Firms;
        int count = world.Design.Clusters[c].Firms, first = world.FirstFirm[c], ordinal = world.Design.Clusters[c].Ordinal, position = 0;
        for (int a = 0; a < world.Associations.Count; a++)
        {
            if (world.Associations.ClusterOf[a] != c) continue;
            int place = position++, free = 0;
            world.InParts(start, count, (World w, in MonthContext month, int _, int from, int to) =>
            {
                for (int i = from; i < to; i++)
                {
                    if (w.Firms.Association[first + i] >= 0) continue;
                    double weight = PortableMath.Pow(w.Firms.Employees[first + i], w.Parameters.MemberExponent);
                    w.Scratch.Order[i] = -PortableMath.Log(month.Draws.Uniform(Purposes.Membership, i, place, ordinal)) / weight;
                }
            });
            for (int i = 0; i < count; i++)
            {
                if (firms.Association[first + i] < 0) world.Scratch.Order[free++] = world.Scratch.Order[i];
            }
            int members = Math.Min(free, world.Associations.MemberCount[a]), candidate = 0, chosen = 0;
            world.Lots.Deal(world.Scratch.Order.AsSpan(0, free), [members, free - members], world.Scratch.Rows);
            for (int i = first; i < first + count && chosen < members; i++)
            {
                if (firms.Association[i] >= 0 || world.Scratch.Rows[candidate++] != 0) continue;
                firms.Association[i] = (short)a;
                world.Associations.Members[a][chosen++] = i;
            }
            world.Associations.MemberCount[a] = members;
        }
    }

    /// <summary>Firms in turn propose one candidate each until there are enough links.</summary>
    private static void MakePeers(World world, Draws draws)
    {
        PeerNetwork peers = world.Peers;
        peers.Clear();
        for (int round = 0; peers.Links < peers.Capacity && round < 10_000; round++)
        {
            // The month of the context counts the rounds.
            world.InParts(new MonthContext(round, draws, world.Design, world.Parameters), world.Firms.Emerging, ProposePeers);
            peers.AddProposed(world.Scratch.Candidates);
        }
        BuildPeers(world, draws);
    }

    /// <summary>The candidate of each firm in a round, -1 where it comes to nothing.</summary>
    private static void ProposePeers(World world, in MonthContext round, int part, int from, int to)
    {
        Firms firms = world.Firms;
        Coefficients p = world.Parameters;
        int[] candidates = world.Scratch.Candidates;
        Span<uint> candidate = stackalloc uint[32], accepted = stackalloc uint[32];
        for (int i = from; i < to; i++)
        {
            if ((i & 31) == 0)
            {
                round.Draws.WordsOfAgents(Purposes.Peer, i >> 2, 0, round.Month, candidate);
                round.Draws.WordsOfAgents(Purposes.PeerAccepted, i >> 2, 0, round.Month, accepted);
            }
            int j = Draws.ToBelow(candidate[i & 31], firms.Emerging);
            bool together = firms.Association[i] >= 0 && firms.Association[i] == firms.Association[j];
            double chance = Math.Min(p.PeerMost, p.PeerBase + (firms.Segment[i] == firms.Segment[j] ? p.PeerSegment : 0) + (together ? p.PeerAssociation : 0));
            candidates[i] = i != j && Draws.ToUniform(accepted[i & 31]) < chance ? j : -1;
        }
    }

    /// <summary>Sorts the links that were found into rows and gives each its strength.</summary>
    internal static void BuildPeers(World world, Draws draws)
    {
        var month = new MonthContext(0, draws, world.Design, world.Parameters);
        world.Peers.Build();
        world.InParts(month, world.Firms.Emerging, static (World w, in MonthContext _, int _, int from, int to) => w.Peers.PlaceRows(from, to));
        world.InParts(month, world.Firms.Emerging, WeighPeers);
    }

    private static void WeighPeers(World world, in MonthContext month, int part, int from, int to)
    {
        Firms firms = world.Firms;
        Coefficients p = world.Parameters;
        PeerNetwork peers = world.Peers;
        for (int i = from; i < to; i++)
        {
            PeersOfFirm own = peers.Of(i);
            Span<PeerLink> influence = peers.InfluenceOn(i);
            for (int e = 0; e < own.Length; e++)
            {
                int j = own[e];
                double d2 = Rivalry.SquaredDistance(firms, i, j);
                float weight = (float)(p.DiffusionRate * PortableMath.Exp(-d2 / (2 * p.DiffusionWidth * p.DiffusionWidth)));
                influence[e] = new PeerLink(influence[e].Row, firms.Segment[i] == firms.Segment[j], weight);
            }
        }
    }

    private static void StartInstitutions(World world, Draws draws)
    {
        world.Institutions.Start();
        world.Nationals.Start(world.Firms.Domains);
        for (int b = 0; b < world.Nationals.Count; b++)
        {
            int near = draws.Below(world.Firms.Emerging, Purposes.NationalExpert, b, 0, 0);
            world.Nationals.X[b] = (float)(world.Firms.X[near] + (world.Parameters.RosterSpread * draws.Normal(Purposes.NationalExpert, b, 0, 1)));
            world.Nationals.Y[b] = (float)(world.Firms.Y[near] + (world.Parameters.RosterSpread * draws.Normal(Purposes.NationalExpert, b, 0, 2)));
            world.Nationals.Scale[b] = world.Firms.Scale[near];
        }
        Array.Clear(world.Associations.Backlash);
        Array.Clear(world.Associations.Engagement);
        Array.Clear(world.Associations.Gain);
        Array.Clear(world.Associations.NewGainEur);
        AssociationTalks.Start(world, draws);
    }

    private static void StartTrust(World world, in MonthContext start)
    {
        Firms firms = world.Firms;
        Coefficients p = world.Parameters;
        for (int q = 0; q < world.Agreements.Count; q++)
        {
            world.Agreements.Trust.Start(q, Trust.PairPrior(world, q), p);
            world.Agreements.State[q] = AgreementState.None;
            world.Agreements.Until[q] = Firms.Never;
            world.Agreements.Brokered[q] = world.Agreements.EverSigned[q] = false;
        }
        world.InParts(start, firms.Count, StartTrustOf);
    }

    private static void StartTrustOf(World world, in MonthContext start, int part, int from, int to)
    {
        Firms firms = world.Firms;
        Coefficients p = world.Parameters;
        int cluster = -1;
        double c2c = 0;
        for (int i = from; i < to; i++)
        {
            if (firms.ClusterOf[i] != cluster) c2c = Trust.C2CFrom(world, cluster = firms.ClusterOf[i]);
            firms.TrustAssociation.Start(i, p.TrustPriorAssociation, p);
            firms.TrustOtherSide.Start(i, Trust.BridgePrior(world, i, c2c), p);
            if (i >= firms.Emerging) continue;
            firms.TrustProgramme.Start(i, Trust.ProgrammePrior(world, i), p);
            firms.TrustLocal.Start(i, p.TrustPriorLocal, p);
        }
    }
}
