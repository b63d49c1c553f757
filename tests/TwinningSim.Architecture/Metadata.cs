using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace TwinningSim.Architecture;

/// <summary>What the compiled assembly of a project uses from outside, read from its metadata: nothing that the code mentions can be missing.</summary>
internal sealed class Metadata
{
    private Metadata(MetadataReader reader)
    {
        Assemblies = [.. reader.AssemblyReferences.Select(h => reader.GetString(reader.GetAssemblyReference(h).Name))];
        Types = [.. reader.TypeReferences.Select(h => NameOf(reader, h))];
        Members =
        [
            .. reader.MemberReferences.Select(reader.GetMemberReference)
                .Where(m => m.Parent.Kind == HandleKind.TypeReference)
                .Select(m => $"{NameOf(reader, (TypeReferenceHandle)m.Parent)}.{reader.GetString(m.Name)}"),
        ];
    }

    /// <summary>Names of the assemblies that are used.</summary>
    public HashSet<string> Assemblies { get; }

    /// <summary>Full names of the outside types that are used.</summary>
    public HashSet<string> Types { get; }

    /// <summary>Full names of the outside methods and properties (as get_X) that are used.</summary>
    public HashSet<string> Members { get; }

    /// <summary>The metadata of a project of <c>src</c>.</summary>
    public static Metadata Of(string project)
    {
        string name = project == "Cli" ? "twinsim.dll" : $"TwinningSim.{project}.dll";
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, name)));
        return new Metadata(file.GetMetadataReader());
    }

    private static string NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = reader.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference) return $"{NameOf(reader, (TypeReferenceHandle)type.ResolutionScope)}+{name}";
        return $"{reader.GetString(type.Namespace)}.{name}";
    }
}
