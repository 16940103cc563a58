using OneBit.Kernels;

namespace OneBit.Cli;

internal static class KernelCatalogue
{
    public static IReadOnlyList<IKernelFamily> Families => [];
}
