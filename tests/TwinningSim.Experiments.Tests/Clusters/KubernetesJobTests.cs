using k8s;
using k8s.Models;
using TwinningSim.Experiments.Clusters;

namespace TwinningSim.Experiments.Tests.Clusters;

public sealed class KubernetesJobTests
{
    private const string Scenario = "scenario: x\n  # \"quotes\", 'more' and a tab\there\n\nquestion: Żółć?\n";

    private static readonly KubernetesJob Example = new()
    {
        Name = "twinsim-Chennai_footwear",
        ScenarioText = Scenario,
        Image = "registry.example/twinsim:0.1",
        Claim = "results",
        MemoryMegabytes = 1000,
        Command = new PartCommand
        {
            Program = ["twinsim"], Scenario = "/input/scenario.yaml", Folder = "/results/it's mine", Parts = 20, Threads = 2, Options = ["--designs", "a,b"],
        },
    };

    /// <summary>The client's types are made from the schema that Kubernetes publishes; read strictly, they refuse fields that it does not have.</summary>
    [Fact]
    public void The_manifest_is_one_of_the_published_schema()
    {
        List<object> objects = KubernetesYaml.LoadAllFromString(Example.ToManifest(), strict: true);
        Assert.Equal(2, objects.Count);
        var input = Assert.IsType<V1ConfigMap>(objects[0]);
        Assert.Equal(Scenario, input.Data["scenario.yaml"]);
        var job = Assert.IsType<V1Job>(objects[1]);

        Assert.Equal("twinsim-chennai-footwear", job.Metadata.Name);
        Assert.Equal(("Indexed", 20, 20, 10), (job.Spec.CompletionMode, job.Spec.Completions, job.Spec.Parallelism, job.Spec.BackoffLimitPerIndex));
        Assert.Equal("Never", job.Spec.Template.Spec.RestartPolicy);
        Assert.Equal(["FailJob", "Ignore"], job.Spec.PodFailurePolicy.Rules.Select(r => r.Action));
        Assert.Equal([2], job.Spec.PodFailurePolicy.Rules[0].OnExitCodes.Values);
        V1Container container = Assert.Single(job.Spec.Template.Spec.Containers);
        Assert.Equal(container.Name, job.Spec.PodFailurePolicy.Rules[0].OnExitCodes.ContainerName);
        Assert.Equal("metadata.annotations['batch.kubernetes.io/job-completion-index']", Assert.Single(container.Env).ValueFrom.FieldRef.FieldPath);
        Assert.Equal(
            """twinsim run /input/scenario.yaml --shard "$INDEX/20" --out '/results/it'\''s mine' --threads 2 --designs a,b --quiet; code=$?; [ $code -eq 3 ] && exit 0; exit $code""",
            container.Command[2]);
        // Every volume that is mounted is there, and of the names that are given.
        Assert.Equal(job.Spec.Template.Spec.Volumes.Select(v => v.Name), container.VolumeMounts.Select(m => m.Name));
        Assert.Equal(input.Metadata.Name, job.Spec.Template.Spec.Volumes[0].ConfigMap.Name);
        Assert.Equal("results", job.Spec.Template.Spec.Volumes[1].PersistentVolumeClaim.ClaimName);
    }

    [Fact]
    public void The_harness_catches_a_field_that_the_schema_does_not_have()
        => Assert.ThrowsAny<Exception>(() => KubernetesYaml.LoadAllFromString(
            Example.ToManifest().Replace("backoffLimitPerIndex", "backofLimitPerIndex", StringComparison.Ordinal), strict: true));
}
