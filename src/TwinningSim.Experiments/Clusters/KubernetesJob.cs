using System.Globalization;

namespace TwinningSim.Experiments.Clusters;

/// <summary>An Indexed Job of Kubernetes that runs the parts of an experiment, and the scenario that it reads, as a manifest for <c>kubectl apply</c>.</summary>
public sealed record KubernetesJob
{
    /// <summary>Folder in a container where the scenario is.</summary>
    public const string InputFolder = "/input";

    /// <summary>Folder in a container where the results go: the volume.</summary>
    public const string ResultsFolder = "/results";

    /// <summary>Name of the job; made fit for Kubernetes.</summary>
    public required string Name { get; init; }

    /// <summary>What a container runs.</summary>
    public required PartCommand Command { get; init; }

    /// <summary>Text of the scenario.</summary>
    public required string ScenarioText { get; init; }

    /// <summary>Container image with the program.</summary>
    public required string Image { get; init; }

    /// <summary>Persistent volume claim for the results, which every node can write.</summary>
    public required string Claim { get; init; }

    /// <summary>Memory of a container in MB.</summary>
    public required int MemoryMegabytes { get; init; }

    /// <summary>The manifest.</summary>
    public string ToManifest()
    {
        string name = NameOf(Name);
        string text = string.Join('\n', ScenarioText.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? "" : "    " + line));
        // Every run is over with exit code 3 too: those that failed are data.
        string command = Command.ToShell("$INDEX") + "; code=$?; [ $code -eq 3 ] && exit 0; exit $code";
        return string.Create(CultureInfo.InvariantCulture, $$"""
            # kubectl apply -f this file; when the job is complete, 'twinsim merge' with the folder of the experiment on the volume joins the parts.
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: {{name}}
            data:
              scenario.yaml: |2
            {{text}}
            ---
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: {{name}}
              labels:
                app.kubernetes.io/name: twinsim
            spec:
              completionMode: Indexed
              completions: {{Command.Parts}}
              parallelism: {{Command.Parts}}
              # What a part has finished is safe at any moment: a new container goes on where the lost one was.
              backoffLimitPerIndex: 10
              podFailurePolicy:
                rules:
                  - action: FailJob             # exit code 2: the input is wrong, for every part
                    onExitCodes:
                      containerName: twinsim
                      operator: In
                      values: [2]
                  - action: Ignore              # a node that was drained or lost is no failure of the part
                    onPodConditions:
                      - type: DisruptionTarget
                        status: "True"
              template:
                metadata:
                  labels:
                    app.kubernetes.io/name: twinsim
                spec:
                  restartPolicy: Never
                  containers:
                    - name: twinsim
                      image: {{Quote(Image)}}
                      command: [sh, -c, {{Quote(command)}}]
                      env:
                        - name: INDEX
                          valueFrom:
                            fieldRef:
                              fieldPath: metadata.annotations['batch.kubernetes.io/job-completion-index']
                      resources:
                        requests:
                          cpu: "{{Command.Threads}}"
                          memory: {{MemoryMegabytes}}Mi
                        limits:
                          memory: {{MemoryMegabytes}}Mi
                      volumeMounts:
                        - name: input
                          mountPath: {{InputFolder}}
                          readOnly: true
                        - name: results
                          mountPath: {{ResultsFolder}}
                  volumes:
                    - name: input
                      configMap:
                        name: {{name}}
                    - name: results
                      persistentVolumeClaim:
                        claimName: {{Quote(Claim)}}

            """).ReplaceLineEndings("\n");
    }

    /// <summary>A name as Kubernetes wants it: small letters, digits and hyphens, 63 at most.</summary>
    internal static string NameOf(string name)
    {
        string fit = new([.. name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
        return fit[..Math.Min(63, fit.Length)].Trim('-');
    }

    /// <summary>A text as YAML and JSON both read it.</summary>
    private static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text, Options);

    private static readonly System.Text.Json.JsonSerializerOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
