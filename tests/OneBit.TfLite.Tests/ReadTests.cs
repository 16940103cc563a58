using OneBit.IR;
using OneBit.Testing;
using Xunit;

namespace OneBit.TfLite.Tests;

/// <summary>Every recorded model can be read.</summary>
public sealed class ReadTests
{
    public static TheoryData<string> Models => Recorded.Models;

    [Theory]
    [MemberData(nameof(Models))]
    public void A_recorded_model_is_read(string path)
    {
        Shared.Require();
        Graph graph = TfLiteReader.Read(Recorded.Bytes(path));
        Assert.NotEmpty(graph.Outputs);
    }
}
