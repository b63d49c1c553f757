using TwinningSim.Kernel.Randomness;
using TwinningSim.Storage.Disk;
using TwinningSim.Testing;

namespace TwinningSim.Storage.Tests;

/// <summary>Parquet readers do not notice flipped bits; ours must, before a row is used.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _files;

    public DamageTests()
    {
        ThreeShards.Run(RealDisk.Hasty, _folder["x"]);
        _files = [.. Directory.EnumerateFiles(_folder["x"], "*", SearchOption.AllDirectories).Where(f => f.EndsWith(".parquet", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_thousand_flipped_bits_are_all_noticed()
    {
        for (int i = 0; i < 1000; i++)
        {
            string file = _files[Number(i, 0) % _files.Length];
            byte[] good = File.ReadAllBytes(file), bad = [.. good];
            bad[Number(i, 1) % bad.Length] ^= (byte)(1 << (i % 8));
            Damaged(file, good, bad);
        }
    }

    [Fact]
    public void A_hundred_truncated_files_are_all_noticed()
    {
        for (int i = 0; i < 100; i++)
        {
            string file = _files[Number(i, 2) % _files.Length];
            byte[] good = File.ReadAllBytes(file);
            Damaged(file, good, good[..(Number(i, 3) % good.Length)]);
        }
    }

    [Fact]
    public void Each_file_in_the_place_of_each_other_one_is_noticed()
    {
        int pairs = 0;
        foreach (string one in _files)
        {
            foreach (string other in _files)
            {
                if (one == other) continue;
                Damaged(one, File.ReadAllBytes(one), File.ReadAllBytes(other));
                pairs++;
            }
        }
        Assert.Equal(30, pairs);
    }

    [Fact]
    public void Flipped_bits_in_ledger_and_manifest_are_noticed_or_change_nothing()
    {
        string content = Content();
        int noticed = 0;
        for (int i = 0; i < 500; i++)
        {
            string file = Path.Combine(_folder["x"], i % 2 == 0 ? Ledger.FileName : Manifest.FileName);
            byte[] good = File.ReadAllBytes(file), bad = [.. good];
            bad[Number(i, 4) % bad.Length] ^= (byte)(1 << (Number(i, 5) % 8));
            File.WriteAllBytes(file, bad);
            try
            {
                Assert.Equal(content, Content());
            }
            catch (DamagedResultException)
            {
                noticed++;
            }
            File.WriteAllBytes(file, good);
        }
        // Of the ledger, what makes its last line no line: that shard is then made anew.
        Assert.InRange(noticed, 450, 500);

        string Content()
        {
            ExperimentReader reader = ExperimentReader.Open(_folder["x"]);
            return reader.HashOf("numbers") + reader.HashOf("words") + Convert.ToHexString(reader.Manifest.ToJson());
        }
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        File.Delete(_files[2]);
        var e = Assert.Throws<DamagedResultException>(() => ExperimentReader.Open(_folder["x"]).Verify());
        Assert.Contains(Path.GetFileName(_files[2]), e.Message, StringComparison.Ordinal);
        Assert.Contains("missing", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_run_again_replaces_what_is_damaged_or_missing()
    {
        File.Delete(_files[0]);
        File.WriteAllBytes(_files[3], File.ReadAllBytes(_files[4]));
        File.WriteAllText(Path.Combine(_folder["x"], Ledger.FileName), File.ReadAllText(Path.Combine(_folder["x"], Ledger.FileName)).Replace("k1", "k9", StringComparison.Ordinal));
        ThreeShards.Run(RealDisk.Hasty, _folder["x"]);
        ThreeShards.CheckComplete(_folder["x"]);
    }

    [Fact]
    public void A_folder_without_an_experiment_says_so()
    {
        Assert.Contains("There is no folder", Assert.Throws<DamagedResultException>(() => ExperimentReader.Open(_folder["y"])).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(_folder["y"]);
        Assert.Contains("holds no results", Assert.Throws<DamagedResultException>(() => ExperimentReader.Open(_folder["y"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"format\": 2", "\"format\": 1", "layout 1")]
    [InlineData("\"baseline\"", "\"reference_design\"", "layout 2")]
    public void Results_in_the_layout_of_another_version_are_not_taken_for_damaged(string now, string then, string said)
    {
        string path = _folder["x"] + "/" + Manifest.FileName;
        string text = File.ReadAllText(path).Replace(now, then, StringComparison.Ordinal);
        string sum = System.Text.RegularExpressions.Regex.Match(text, "\"sum\": \"([0-9a-f]{64})\"").Groups[1].Value;
        File.WriteAllText(path, text.Replace(sum, ExperimentFolder.HashOf(System.Text.Encoding.UTF8.GetBytes(text.Replace(sum, "", StringComparison.Ordinal).TrimEnd('\n'))), StringComparison.Ordinal));
        foreach (string message in new[]
        {
            Assert.Throws<FolderMismatchException>(() => ExperimentReader.Open(_folder["x"])).Message,
            Assert.Throws<FolderMismatchException>(() => ThreeShards.Run(RealDisk.Hasty, _folder["x"])).Message,
        })
        {
            Assert.Contains(said, message, StringComparison.Ordinal);
            Assert.Contains("twinsim 1 wrote it", message, StringComparison.Ordinal);
            Assert.DoesNotContain("damaged", message, StringComparison.Ordinal);
        }
    }

    private static int Number(int i, int index) => (int)(Philox.Block((uint)i, (uint)index, 0, 0, 1, 2)[0] >> 1);

    private void Damaged(string file, byte[] good, byte[] bad)
    {
        File.WriteAllBytes(file, bad);
        ExperimentReader reader = ExperimentReader.Open(_folder["x"]);
        string table = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file)))!;
        string design = Path.GetFileName(Path.GetDirectoryName(file))!["design=".Length..];
        var e = Assert.Throws<DamagedResultException>(() => reader.Numbers(table, design, "replicate"));
        Assert.Contains(Path.GetFileName(file), e.Message, StringComparison.Ordinal);
        File.WriteAllBytes(file, good);
    }
}
