using System.Diagnostics;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>Runs a plan in its own arena, with threads that it shares with other runners. Steady runs allocate nothing, unless a step is a plain loop.</summary>
public sealed class PlannedRunner : Runner, IRangeJob
{
    private const int MaxTouchedBytes = 64 << 20;

    private readonly StepContext context;
    private readonly WorkerPool pool;
    private readonly AlignedBuffer arena;
    private readonly AlignedBuffer scratch;
    private readonly int scratchPerThread;
    private readonly Profile? profile;
    private Step step;

    /// <summary>A runner of a plan.</summary>
    /// <param name="plan">What runs.</param>
    /// <param name="threads">Threads, the caller's included.</param>
    /// <param name="profile">Measures each step.</param>
    /// <param name="warmUp">Has the system provide the memory now instead of in the first run.</param>
    public PlannedRunner(ExecutionPlan plan, int threads, bool profile, bool warmUp = false)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Plan = plan;
        arena = new AlignedBuffer(plan.ArenaSize);
        context = new StepContext(plan.Places, arena.Memory);
        scratchPerThread = plan.ScratchBytesPerThread;
        scratch = new AlignedBuffer(checked(scratchPerThread * threads));
        this.profile = profile ? new Profile(plan) : null;
        step = NoStep.Instance;
        pool = new WorkerPool(threads);
        if (!warmUp)
            return;
        Touch(arena);
        Touch(scratch);
    }

    /// <inheritdoc/>
    public override ExecutionPlan Plan { get; }

    /// <inheritdoc/>
    public override Profile? Profile => profile;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> InputTypes => Plan.InputTypes;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> OutputTypes => Plan.OutputTypes;

    /// <inheritdoc/>
    public override Span<byte> Input(int index) => context.WriteBytes(Plan.Inputs[index]).Span;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Output(int index) => context.Read<byte>(Plan.Outputs[index]);

    /// <inheritdoc/>
    public override void Run(CancellationToken cancellationToken)
    {
        for (int i = 0; i < Plan.Steps.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            step = Plan.Steps[i];
            long start = profile is null ? 0 : Stopwatch.GetTimestamp();
            pool.Run(this, step.WorkItems);
            profile?.Add(i, Stopwatch.GetTimestamp() - start);
        }
        profile?.EndRun();
    }

    /// <inheritdoc/>
    void IRangeJob.Execute(int begin, int end, int worker) =>
        step.Execute(context, begin, end, scratch.AsSpan<byte>().Slice(worker * scratchPerThread, scratchPerThread));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => pool.Dispose();

    // It is zero already, but pages come with the first access.
    private static void Touch(AlignedBuffer memory) => memory.AsSpan<byte>()[..Math.Min(memory.Length, MaxTouchedBytes)].Clear();

    private sealed class NoStep : Step
    {
        public static NoStep Instance { get; } = new();

        public override string Kernel => string.Empty;

        public override void Execute(StepContext context, int begin, int end, Span<byte> scratch) => throw new UnreachableException();
    }
}
