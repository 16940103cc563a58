using OneBit.IR;
using OneBit.Reference;

namespace OneBit.Conformance.Reference;

/// <summary>The reference executor's table of ops.</summary>
public sealed class EvaluatorTableTests
{
    [Fact]
    public void Every_op_has_a_loop()
    {
        string[] missing = [.. OpTable.All.Where(s => s.Default is not Constant && !Evaluators.Table.ContainsKey(s.Default.GetType())).Select(s => s.Name)];
        Assert.True(missing.Length == 0, $"no row in Evaluators.Table for {string.Join(", ", missing)}");
    }
}
