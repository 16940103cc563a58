using OneBit.IR.Tests.Inference;
using Xunit;

namespace OneBit.IR.Tests.Graphs;

public sealed class OpTableTests
{
    [Fact]
    public void Every_op_record_has_a_row()
    {
        IEnumerable<string> records = typeof(Op).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Op)) && !type.IsAbstract).Select(type => type.Name);
        Assert.Equal(records.Order(StringComparer.Ordinal), OpTable.All.Select(schema => schema.Default.GetType().Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_op_has_inference_cases()
    {
        var cases = InferenceTables.Fitting.Select(c => c.Application[..c.Application.IndexOf('(', StringComparison.Ordinal)]).ToHashSet(StringComparer.Ordinal);
        Assert.All(OpTable.All.Where(schema => schema != Constant.Row), schema => Assert.Contains(schema.Name, cases));
    }
}
