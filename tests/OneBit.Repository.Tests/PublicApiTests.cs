using System.Reflection;
using OneBit.Testing;
using PublicApiGenerator;
using Xunit;

namespace OneBit.Repository.Tests;

/// <summary>The public surface of what users reference changes only on purpose: the texts in <c>tests/golden/api</c> are reviewed with the change.</summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Assemblies => ["OneBit.Converter", "OneBit.Core", "OneBit.IR", "OneBit.Layers", "OneBit.Passes", "OneBit.Tensors", "OneBit.TfLite"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_public_surface_is_the_approved_one(string assembly)
    {
        string surface = Assembly.Load(assembly).GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });
        Golden.Check($"tests/golden/api/{assembly}.txt", surface);
    }
}
