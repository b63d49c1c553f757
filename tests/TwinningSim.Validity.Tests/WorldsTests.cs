using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;

namespace TwinningSim.Validity.Tests;

public sealed class WorldsTests
{
    [Fact]
    public void With_the_calibrated_parameters_what_a_pattern_or_an_ablation_sets_itself_stays()
    {
        var plain = new Worlds(Catalogue.Patterns);
        var calibrated = new Worlds(Catalogue.Patterns, calibrated: true);
        var key = new RunKey("footwear", "as-run");
        ParameterValues values = calibrated.Find(key).Parameters;
        foreach ((string name, double value) in PosteriorDraws.Shipped.Parameters.Zip(PosteriorDraws.Shipped.Calibrated))
        {
            Assert.Equal(ParameterValues.Defaults[name], plain.Find(key).Parameters[name]);
            Assert.Equal(value, values[name]);
        }
        Design sameAsTrials = plain.Find(key with { Ablation = PosteriorDraws.CalibratedName });
        Assert.All(ParameterTable.All, p => Assert.Equal(sameAsTrials.Parameters[p.Name], values[p.Name]));
        AblationSource ablation = Catalogue.Ablations.First(a => a.Parameters?.Keys.Intersect(PosteriorDraws.Shipped.Parameters).Any() == true);
        ParameterValues without = calibrated.Find(key with { Ablation = ablation.Id }).Parameters;
        Assert.All(ablation.Parameters!, p => Assert.Equal(p.Value, without[p.Key]));
    }
}
