using OneBit.Passes;
using Xunit;

namespace OneBit.IR.Tests.Cases;

/// <summary>Every case file, and that every rule has one: <c>tests/cases/(pass)/(rule).case</c>.</summary>
public sealed class CaseTests
{
    public static TheoryData<string> Paths => [.. CaseFile.Paths];

    public static TheoryData<string, string> Rules => [.. Pipelines.Passes.Where(pass => pass.VariantOf is null).SelectMany(pass => pass.Rules.Select(rule => (pass.Name, rule.Name)))];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_case_holds(string path)
    {
        string failures = string.Join('\n', CaseFile.Read(path).Select(given => CaseRunner.Run(given).Failure).OfType<string>());
        Assert.True(failures.Length == 0, failures);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_has_a_case_in_which_it_applies_and_a_near_miss(string pass, string rule)
    {
        string path = $"{pass}/{rule}.case";
        Assert.True(CaseFile.Paths.Contains(path, StringComparer.Ordinal), $"there is no {CaseFile.Folder}/{path}");
        IReadOnlyList<CaseFile> cases = CaseFile.Read(path);
        Assert.True(cases.Any(given => CaseRunner.Run(given).Steps.Any(step => step.Pass == pass && step.Rule == rule)), $"{path} has no graph to which the rule applies");
        Assert.True(cases.Any(given => given.IsUnchanged), $"{path} has no near miss");
    }

    [Fact]
    public void A_variant_has_the_rules_of_its_pass()
    {
        var foreign = Pipelines.Passes.Where(pass => pass.VariantOf is not null).SelectMany(pass => pass.Rules.Select(rule => rule.Name).Except(pass.VariantOf!.Rules.Select(rule => rule.Name)));
        Assert.Empty(foreign);
    }

    [Fact]
    public void A_case_file_in_the_folder_of_a_pass_is_named_for_one_of_its_rules_or_its_transform()
    {
        var orphans = CaseFile.Paths.Where(path => Pipelines.Passes.FirstOrDefault(pass => pass.Name == Path.GetDirectoryName(path)) is { } pass
            && !pass.Rules.Select(rule => rule.Name).Append(pass.Transform is null ? null : nameof(Pass.Transform)).Contains(Path.GetFileNameWithoutExtension(path)));
        Assert.Empty(orphans);
    }

    [Fact]
    public void A_folder_of_cases_is_named_for_a_pass_or_a_pipeline() =>
        Assert.DoesNotContain(CaseFile.Paths, path => Pipelines.Find(Path.GetDirectoryName(path) ?? string.Empty) is null);
}
