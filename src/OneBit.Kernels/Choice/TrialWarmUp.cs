using System.Runtime.CompilerServices;

namespace OneBit.Kernels;

/// <summary>
/// Before the first trial of a process: code that is compiled twice, quickly at first and well once it has run often, gets the time for it. Otherwise the first trials would
/// judge code that no later run has.
/// </summary>
internal static class TrialWarmUp
{
    private const int Calls = 40;

    // Longer than the compiler waits for a process to have started, and than it needs for what was called often.
    private static readonly TimeSpan StartUp = TimeSpan.FromMilliseconds(150), Compiling = TimeSpan.FromMilliseconds(50);
    private static readonly Lazy<bool> Done = new(Run);

    /// <summary>Returns when it is done; at once from the second call on, and where code is compiled ahead of time.</summary>
    public static void Ensure() => _ = Done.Value;

    private static bool Run()
    {
        if (!RuntimeFeature.IsDynamicCodeCompiled)
            return true;
        Action[] trials = [.. Jobs().SelectMany(job => job.Trials(job.Candidates()))];
        RunAll(trials, 1);
        Thread.Sleep(StartUp);
        RunAll(trials, Calls);
        Thread.Sleep(Compiling);
        return true;
    }

    private static void RunAll(Action[] trials, int times)
    {
        for (int i = 0; i < times; i++)
        {
            foreach (Action trial in trials)
                trial();
        }
    }

    // Borders, inner pixels, whole vectors of channels and what is left of them.
    private static KernelJob[] Jobs()
    {
        var window = new WindowShape { InputHeight = 8, InputWidth = 8, OutputHeight = 8, OutputWidth = 8, FilterHeight = 3, FilterWidth = 3, PadTop = 1, PadLeft = 1 };
        var binary = new BinaryConvolutionShape
        {
            InputHeight = 8,
            InputWidth = 8,
            InputChannels = 40,
            OutputHeight = 8,
            OutputWidth = 8,
            OutputChannels = 44,
            FilterHeight = 3,
            FilterWidth = 3,
            PadTop = 1,
            PadLeft = 1,
        };
        return [new BinaryConvolutionJob(binary), new FloatConvolutionJob(new ConvolutionShape(window, 4, 44))];
    }
}
