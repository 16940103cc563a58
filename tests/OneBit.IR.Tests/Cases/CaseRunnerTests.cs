using Xunit;

namespace OneBit.IR.Tests.Cases;

/// <summary>The runner notices what is wrong with a case, and with a rule.</summary>
public sealed class CaseRunnerTests
{
    private const string Identity = """
        // RUN: drop-identities
        graph @g(%x: f32[2]) {
          %y = Cast(%x) {to = f32}
          %z = Unary(%y) {kind = neg}
          return %z
        }
        """;

    [Fact]
    public void A_right_case_passes() => Assert.Null(Failure(Identity + "\n// CHECK-NOT: Cast"));

    [Fact]
    public void A_wrong_text_fails() => Assert.Contains("there is a 'Unary'", Failure(Identity + "\n// CHECK-NOT: Unary"), StringComparison.Ordinal);

    [Fact]
    public void A_graph_that_changes_against_expectation_fails() => Assert.Contains("was to stay unchanged", Failure(Identity + "\n// EXPECT: unchanged"), StringComparison.Ordinal);

    [Fact]
    public void A_graph_that_stays_against_expectation_fails() =>
        Assert.Contains("no rule applied", Failure(Identity.Replace("drop-identities", "fuse-pad", StringComparison.Ordinal) + "\n// CHECK: Cast"), StringComparison.Ordinal);

    [Fact]
    public void A_graph_without_expectation_is_an_error() => Assert.Throws<FormatException>(() => Failure(Identity));

    [Fact]
    public void A_pass_that_does_not_exist_is_an_error() => Assert.Throws<FormatException>(() => Failure(Identity.Replace("drop", "drip", StringComparison.Ordinal) + "\n// EXPECT: unchanged"));

    [Theory]
    [InlineData("Binary(%x, f32[] 0.0) {kind = add}", "was 0 and is -0")]
    [InlineData("Binary(%x, f32[] 2.0) {kind = mul}", "output 0, Ordinary inputs")]
    public void A_difference_of_numbers_is_found(string instead, string difference)
    {
        Graph identity = GraphParser.Parse("graph @g(%x: f32[2]) { %y = Unary(%x) {kind = relu6} return %x }");
        Graph other = GraphParser.Parse($"graph @g(%x: f32[2]) {{ %y = {instead} return %y }}");
        string? found = CaseNumbers.Difference(other, identity, OneBit.Passes.Promise.Exact, 0, seed: 1);
        Assert.Contains(difference, found, StringComparison.Ordinal);
    }

    private static string? Failure(string text)
    {
        CaseFile given = Assert.Single(CaseFile.Parse("inline", text.Split('\n')));
        return CaseRunner.Run(given).Failure;
    }
}
