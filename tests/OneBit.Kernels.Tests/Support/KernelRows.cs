using Xunit;

namespace OneBit.Kernels.Tests.Support;

/// <summary>The rows of a catalogue as theory data; rows that this CPU cannot run are reported as skips.</summary>
internal static class KernelRows
{
    public static TheoryData<string> Names(IKernelFamily family)
    {
        var names = new TheoryData<string>();
        foreach (Kernel kernel in family.Kernels)
            names.Add(kernel.Name);
        return names;
    }

    public static T Get<T>(KernelFamily<T> family, string name)
        where T : Kernel
    {
        T row = family.Rows.Single(r => r.Name == name);
        Assert.SkipUnless(row.IsSupported, $"this CPU lacks {row.Requires & ~Cpu.Features}");
        return row;
    }
}
