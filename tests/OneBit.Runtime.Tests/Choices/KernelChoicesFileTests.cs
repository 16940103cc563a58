using OneBit.Kernels;

namespace OneBit.Runtime.Tests.Choices;

/// <summary>Choices of kernels in files: only what this process would have written itself is used.</summary>
public sealed class KernelChoicesFileTests : IDisposable
{
    private static readonly KernelChoicesKey Key = new("Some CPU; Popcnt", "1.2.3", "00ff");

    private readonly string folder = Directory.CreateTempSubdirectory("onebit-choices-").FullName;

    private string File => Path.Combine(folder, "below", "choices.txt");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Choices_come_back_as_they_were_saved_and_nothing_else_is_left_behind()
    {
        KernelChoices saved = Saved();
        var loaded = KernelChoices.Load(File, Key, out string? problem);
        Assert.Null(problem);
        Assert.Equal(saved.Entries, loaded.Entries);
        Assert.Equal(saved.Of(Job(64)), loaded.Of(Job(64)));
        Assert.Null(loaded.Of(Job(65)));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(File)!));
    }

    [Fact]
    public void No_choices_are_a_file_too()
    {
        KernelChoices.None.Save(File, Key);
        Assert.Equal(0, KernelChoices.Load(File, Key, out string? problem).Count);
        Assert.Null(problem);
    }

    [Fact]
    public void A_file_that_is_not_there_is_no_problem()
    {
        Assert.Same(KernelChoices.None, KernelChoices.Load(File, Key, out string? problem));
        Assert.Null(problem);
    }

    [Fact]
    public void A_file_for_another_cpu_version_or_model_is_not_used()
    {
        Saved();
        foreach (KernelChoicesKey other in (KernelChoicesKey[])[Key with { Cpu = "Some CPU; Popcnt, Avx2" }, Key with { Version = "1.2.4" }, Key with { Model = "00fe" }])
        {
            Assert.Same(KernelChoices.None, KernelChoices.Load(File, other, out string? problem));
            Assert.Equal("was written for another CPU, version or model", problem);
            Assert.NotEqual(Key.FileName, other.FileName);
        }
    }

    [Fact]
    public void Damaged_files_are_not_used()
    {
        Saved();
        string text = System.IO.File.ReadAllText(File);
        string line = text.Split('\n')[4];
        string[] damaged =
        [
            string.Empty,
            "hello\n",
            text[..^1],
            text[..(text.Length / 2)],
            text + "\n",
            text.Replace("end: 2", "end: 3", StringComparison.Ordinal),
            text.Replace(line + "\n", string.Empty, StringComparison.Ordinal),
            text.Replace(line, line.Replace(": ", ": No", StringComparison.Ordinal), StringComparison.Ordinal),
            text.Replace(line, line.Replace("binary", "ternary", StringComparison.Ordinal), StringComparison.Ordinal),
            text.Replace(line, text.Split('\n')[5], StringComparison.Ordinal),
        ];
        foreach (string wrong in damaged)
        {
            System.IO.File.WriteAllText(File, wrong);
            Assert.Same(KernelChoices.None, KernelChoices.Load(File, Key, out string? problem));
            Assert.NotNull(problem);
        }
    }

    [Fact]
    public void Every_file_cut_short_is_damaged()
    {
        Saved();
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        for (int length = 0; length < bytes.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, bytes[..length]);
            Assert.Same(KernelChoices.None, KernelChoices.Load(File, Key, out string? problem));
            Assert.NotNull(problem);
        }
    }

    [Fact]
    public void The_key_of_a_model_follows_its_bytes_and_not_its_name()
    {
        string[] files = [.. ((string[])["a", "b", "c"]).Select(name => Path.Combine(folder, name))];
        System.IO.File.WriteAllText(files[0], "one");
        System.IO.File.WriteAllText(files[1], "one");
        System.IO.File.WriteAllText(files[2], "two");
        KernelChoicesKey[] keys = [.. files.Select(KernelChoicesKey.Of)];
        Assert.Equal(keys[0], keys[1]);
        Assert.NotEqual(keys[0], keys[2]);
        Assert.Equal($"{Cpu.Name}; {Cpu.Features}", keys[0].Cpu);
        Assert.NotEqual(keys[0], KernelChoicesKey.Of(folder));
    }

    private static BinaryConvolutionJob Job(int channels) => new(new BinaryConvolutionShape
    {
        InputHeight = 5,
        InputWidth = 5,
        InputChannels = channels,
        OutputHeight = 5,
        OutputWidth = 5,
        OutputChannels = 32,
        FilterHeight = 1,
        FilterWidth = 1,
    });

    private KernelChoices Saved()
    {
        KernelChoices choices = KernelChoices.None.With(Job(64), "ScalarXorPopcount").With(Job(32), Job(32).Candidates()[0].Kernel.Name);
        choices.Save(File, Key);
        return choices;
    }
}
