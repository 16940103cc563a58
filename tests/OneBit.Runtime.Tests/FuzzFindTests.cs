using OneBit.IR;
using OneBit.Testing;

namespace OneBit.Runtime.Tests;

/// <summary>What the fuzzers once found is refused with a typed error, or runs.</summary>
public sealed class FuzzFindTests
{
    public static TheoryData<string> Finds => [.. Directory.EnumerateFiles(Path.Combine(Shared.Repository, "fuzz", "finds"), "*.tflite").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Finds))]
    public void A_file_that_once_crashed_or_hung_is_refused_with_a_typed_error(string find)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(Shared.Repository, "fuzz", "finds", find));
        Assert.ThrowsAny<ModelFormatException>(() =>
        {
            using var model = Model.Load(bytes, new ModelOptions { MaxMemory = 64L << 20 });
            using Session session = model.CreateSession();
            session.Run(TestContext.Current.CancellationToken);
        });
    }
}
