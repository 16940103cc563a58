using Xunit;

namespace OneBit.IR.Tests.Cases;

/// <summary>The checker of case files, on plain text: each directive passes where it should and fails where it should.</summary>
public sealed class TextCheckTests
{
    private const string Text = """
        graph @a
          %0 = Add(%x, %y)
          %1 = Mul(%0, %0)
          return %1
        graph @b
          %0 = Mul(%x, %y)
          return %0
        """;

    [Theory]
    [InlineData("CHECK: Add|CHECK: return")]
    [InlineData("CHECK: Add(%x, %y)|CHECK: Mul(%0, %0)")]
    [InlineData("CHECK: %0   =   Add")]
    [InlineData("CHECK: {{%\\d}} = Mul")]
    [InlineData("CHECK: Add|CHECK-NEXT: Mul")]
    [InlineData("CHECK-NEXT: graph @a")]
    [InlineData("CHECK: Add|CHECK-SAME: %y")]
    [InlineData("CHECK: Add|CHECK-NOT: Sub|CHECK: return")]
    [InlineData("CHECK-NOT: Sub")]
    [InlineData("CHECK: return %1|CHECK-NOT: Add")]
    [InlineData("CHECK-LABEL: @b|CHECK-NEXT: Mul(%x")]
    [InlineData("CHECK-LABEL: @a|CHECK-NOT: Div|CHECK-LABEL: @b|CHECK-NOT: Add")]
    [InlineData("CHECK: [[SUM:%\\d+]] = Add|CHECK: Mul([[SUM]], [[SUM]])")]
    [InlineData("CHECK: Mul([[X:%[0-9]]], [[X]])")]
    public void Holds(string directives) => Assert.Null(Check(directives));

    [Theory]
    [InlineData("CHECK: Sub", "'Sub' is nowhere")]
    [InlineData("CHECK: return|CHECK: Add", "'Add' is nowhere")]
    [InlineData("CHECK: Add(.*)", "'Add(.*)' is nowhere")]
    [InlineData("CHECK: Add|CHECK-NEXT: return", "'return' is not in the next line")]
    [InlineData("CHECK: return %1|CHECK-NEXT: return", "'return' is not in the next line")]
    [InlineData("CHECK: Add|CHECK-SAME: Mul", "'Mul' is not behind the last match")]
    [InlineData("CHECK: Add(%x, %y)|CHECK-SAME: %0", "'%0' is not behind the last match")]
    [InlineData("CHECK-SAME: graph", "'graph' is not behind")]
    [InlineData("CHECK-NOT: Add", "there is a 'Add'")]
    [InlineData("CHECK: graph @a|CHECK-NOT: Mul|CHECK: return", "there is a 'Mul'")]
    [InlineData("CHECK: %0 =|CHECK-NOT: Add|CHECK: %y", "there is a 'Add'")]
    [InlineData("CHECK: return|CHECK-NOT: Mul", "there is a 'Mul'")]
    [InlineData("CHECK-LABEL: @c", "'@c' is nowhere behind the last label")]
    [InlineData("CHECK-LABEL: @b|CHECK: Add", "'Add' is nowhere")]
    [InlineData("CHECK-LABEL: @a|CHECK: Mul(%x|CHECK-LABEL: @b", "'Mul(%x' is nowhere")]
    [InlineData("CHECK-LABEL: @a|CHECK-NOT: Mul|CHECK-LABEL: @b", "there is a 'Mul'")]
    [InlineData("CHECK: [[SUM:%\\d+]] = Add|CHECK: return [[SUM]]|CHECK: return", "'return' is nowhere")]
    [InlineData("CHECK: Add([[X:%\\w]], [[X]])", "is nowhere")]
    public void Fails(string directives, string message) => Assert.Contains(message, Check(directives), StringComparison.Ordinal);

    [Fact]
    public void A_name_that_was_not_captured_is_an_error_in_the_case() =>
        Assert.Throws<FormatException>(() => Check("CHECK: [[X]]"));

    [Fact]
    public void A_directive_that_does_not_exist_is_an_error_in_the_case() =>
        Assert.Throws<FormatException>(() => Check("CHECK-NXT: graph"));

    private static string? Check(string directives) => TextCheck.Failure(Directive.In([.. directives.Split('|').Select(d => "// " + d)]), Text);
}
