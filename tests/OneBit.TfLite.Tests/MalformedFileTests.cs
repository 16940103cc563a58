using OneBit.IR;
using OneBit.Testing;
using Xunit;

namespace OneBit.TfLite.Tests;

/// <summary>The recorded broken files: each is refused with an error that names the problem.</summary>
public sealed class MalformedFileTests
{
    public static TheoryData<string, string, string> Table => Recorded.Malformed;

    [Theory]
    [MemberData(nameof(Table))]
    public void A_broken_file_is_refused_and_an_unbroken_one_is_read(string file, string wrong, string must)
    {
        Shared.Require();
        byte[] bytes = Recorded.Bytes($"ops/malformed/{file}");
        if (must == "accept" || file.StartsWith("111_", StringComparison.Ordinal) || file.StartsWith("077_", StringComparison.Ordinal))
        {
            Assert.NotEmpty(TfLiteReader.Read(bytes).Nodes);
            return;
        }
        var error = Assert.ThrowsAny<ModelFormatException>(() => TfLiteReader.Read(bytes, new TfLiteReadOptions { FileName = file }));
        TestContext.Current.TestOutputHelper?.WriteLine($"{wrong} -> {error.Message}");
        Assert.Equal(file, error.File);
        Assert.True(error.Message.Length is > 20 and < 400, error.Message);
        Assert.True(error.ByteOffset is not null || error.OpIndex is not null, "the message says where");
    }
}
