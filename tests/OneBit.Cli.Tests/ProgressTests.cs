using OneBit.Cli.Tuning;
using OneBit.Converter;
using Spectre.Console;

namespace OneBit.Cli.Tests;

/// <summary>The bar that people see where work takes long; patience is 0 here, so that all work does.</summary>
public sealed class ProgressTests
{
    [Fact]
    public void Importing_shows_a_bar_where_a_person_sees_it()
    {
        Assert.Contains("importing", ErrorOf(Imported, isErrorInteractive: true), StringComparison.Ordinal);
        Assert.Empty(ErrorOf(Imported, isErrorInteractive: false));
        Assert.Empty(ErrorOf(Tool.Model, isErrorInteractive: true));
    }

    [Fact]
    public void Trying_kernels_shows_a_bar_where_a_person_sees_it()
    {
        using var scratch = new Scratch();
        using var error = new StringWriter();
        var terminal = new Terminal(TextWriter.Null, error, isErrorInteractive: true) { Patience = TimeSpan.Zero, Drawing = AnsiSupport.Yes };
        using var model = Model.Load(Tool.Model);
        using Session session = model.CreateSession();
        Assert.NotEqual(0, KernelTuning.Choices(terminal, Tool.Model, scratch.Folder, session.Plan!.KernelJobs).Count);
        Assert.Contains("trying kernels", error.ToString(), StringComparison.Ordinal);
    }

    private static string Imported => Testing.Shared.Path("golden", "convert", "struct_sequential", "model.h5");

    private static string ErrorOf(string model, bool isErrorInteractive)
    {
        using var error = new StringWriter();
        var terminal = new Terminal(TextWriter.Null, error, isErrorInteractive) { Patience = TimeSpan.Zero, Drawing = AnsiSupport.Yes };
        ModelFile.Load(terminal, model, new ModelOptions(), new ImportOptions { Batch = 1 }).Dispose();
        return error.ToString();
    }
}
