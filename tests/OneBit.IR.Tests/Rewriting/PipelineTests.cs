using OneBit.Passes;
using Xunit;

namespace OneBit.IR.Tests.Rewriting;

/// <summary>The tables of passes.</summary>
public sealed class PipelineTests
{
    [Fact]
    public void Names_of_passes_and_pipelines_are_unique_and_lower_case_with_hyphens()
    {
        string[] names = [.. Pipelines.All.Select(p => p.Name), .. Pipelines.Passes.Select(p => p.Name)];
        Assert.Equal(names.Distinct(StringComparer.Ordinal), names);
        Assert.All(names, name => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", name));
    }

    [Fact]
    public void A_pass_finds_the_forms_that_it_needs()
    {
        foreach ((string _, IReadOnlyList<Pass> passes) in Pipelines.All)
        {
            var established = GraphForms.None;
            foreach (Pass pass in passes)
            {
                Assert.True(established.HasFlag(pass.Needs), $"{pass} needs {pass.Needs & ~established}");
                established |= pass.Establishes;
            }
        }
    }

    [Fact]
    public void Names_of_rules_are_unique_in_their_pass() =>
        Assert.All(Pipelines.Passes, pass => Assert.Equal(pass.Rules.Select(r => r.Name).Distinct(StringComparer.Ordinal), pass.Rules.Select(r => r.Name)));

    [Fact]
    public void Loading_a_model_changes_no_bit_but_for_subnormal_constants() =>
        Assert.All(Pipelines.Load, pass => Assert.All(pass.Rules, rule => Assert.Equal(pass == FlushSubnormals.Pass ? Promise.Rounding : Promise.Exact, rule.Promise)));

    [Fact]
    public void A_pipeline_and_a_pass_are_found_by_name()
    {
        Assert.Same(Pipelines.Load, Pipelines.Find("load"));
        Assert.Equal([FusePad.Pass], Pipelines.Find("fuse-pad"));
        Assert.Null(Pipelines.Find("fuse"));
    }
}
