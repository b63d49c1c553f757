using System.Reflection;

namespace TwinningSim.Model.Tests;

public class EquationCoverageTests
{
    private static readonly string[] Labels =
    [
        "C1", "C2", "T1", "T2", "T3", "T4", "R1", "R2", "R3", "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "7.4", "B1", "B2", "B3", "B4", "B5",
        "L1", "L2", "L3", "7.5 set-up", "7.5 days per domain", "7.5 group ceiling", "L4", "L5", "L6", "L7", "D1", "D2", "D3", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8",
        "7.8 conditions", "7.8 plan", "I1", "I2", "I3", "I4", "I5", "I6", "I7", "M1", "M2", "N1", "N2", "N3", "7.11", "7.11 leaving", "7.11 vacancy", "7.11 neutrality", "ledger",
    ];

    private static readonly HashSet<string> Tested = [.. typeof(EquationCoverageTests).Assembly.GetTypes().SelectMany(t => t.GetMethods())
        .SelectMany(m => m.GetCustomAttributesData()).Where(a => a.AttributeType == typeof(TraitAttribute) && (string?)a.ConstructorArguments[0].Value == "Equation")
        .Select(a => (string)a.ConstructorArguments[1].Value!)];

    [Fact]
    public void Every_equation_has_a_test() => Assert.Empty(Labels.Except(Tested));

    [Fact]
    public void Every_label_of_a_test_is_an_equation() => Assert.Empty(Tested.Except(Labels));
}
