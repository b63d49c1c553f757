using System.Reflection;
using System.Security.Cryptography;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model;

namespace TwinningSim.Experiments;

/// <summary>Which program made a result.</summary>
public static class ProgramVersion
{
    /// <summary>
    /// The version and the build, <c>0.1.0+3fa9c1d2</c>. The build is a hash of the compiled code that can change a result, so that a changed model
    /// never goes on with the results of another one that happens to carry the same version.
    /// </summary>
    public static string Current { get; } = Make();

    private static string Make()
    {
        string version = typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        Module[] modules = [typeof(TableDefinition).Module, typeof(Simulation).Module, typeof(ProgramVersion).Module];
        byte[] build = SHA256.HashData([.. modules.SelectMany(module => module.ModuleVersionId.ToByteArray())]);
        return $"{version}+{Convert.ToHexStringLower(build)[..8]}";
    }
}
