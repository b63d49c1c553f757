using Xunit;

namespace TwinningSim.Testing;

/// <summary>Tests that take minutes run only where TWINSIM_LONG_TESTS=1 says so, as .ci/run does.</summary>
public static class LongTests
{
    /// <summary>Whether long tests are to run.</summary>
    public static bool Wanted => IsSet("TWINSIM_LONG_TESTS");

    internal static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) == "1";
}

/// <summary>A test that takes minutes.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFactAttribute : FactAttribute
{
    /// <summary>Left out unless long tests are wanted.</summary>
    public LongFactAttribute() => Skip = LongTests.Wanted ? null : "takes minutes: set TWINSIM_LONG_TESTS=1";
}

/// <summary>Tests that take minutes.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongTheoryAttribute : TheoryAttribute
{
    /// <summary>Left out unless long tests are wanted.</summary>
    public LongTheoryAttribute() => Skip = LongTests.Wanted ? null : "takes minutes: set TWINSIM_LONG_TESTS=1";
}

/// <summary>A test that starts a Slurm cluster on this machine: needs Debian's packages slurm-wlm and munge, and root.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlurmFactAttribute : FactAttribute
{
    /// <summary>Left out unless it is wanted.</summary>
    public SlurmFactAttribute() => Skip = LongTests.IsSet("TWINSIM_SLURM_TESTS") ? null : "starts a Slurm cluster: install slurm-wlm and munge, and set TWINSIM_SLURM_TESTS=1";
}
