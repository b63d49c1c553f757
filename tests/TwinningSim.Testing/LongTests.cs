namespace TwinningSim.Testing;

/// <summary>Tests that take minutes run only where TWINSIM_LONG_TESTS=1 says so, as .ci/run does.</summary>
public static class LongTests
{
    /// <summary>Name of the environment variable.</summary>
    public const string Variable = "TWINSIM_LONG_TESTS";

    /// <summary>Whether long tests are to run.</summary>
    public static bool Wanted => Environment.GetEnvironmentVariable(Variable) == "1";
}
