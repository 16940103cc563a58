using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime;

/// <summary>
/// Runs the steps of a plan on zeros while the rest of the plan is being made, so that their kernels are compiled when it is ready.
/// A step does all its work items, of large tensors the first and the last one, in memory that nothing else sees. Plain loops, and steps of tensors so large that compiling is a small part of a run, are left out.
/// </summary>
/// <remarks>
/// A helper takes steps from the front, and the caller of <see cref="Finish"/> those that are left from the back, where other kernels are: two threads that need the same one wait for each other.
/// </remarks>
internal sealed class Rehearsal : IDisposable
{
    private const int MaxBytes = 64 << 20;
    private const int MaxWholeBytes = 4 << 20;

    private readonly Lock gate = new();
    private readonly LinkedList<Scene> waiting = new();
    private readonly SemaphoreSlim added = new(0);
    private Task? helper;
    private bool complete;

    /// <summary>Hands over the step that <paramref name="node"/> became.</summary>
    public void Add(Step step, Node node, IReadOnlyDictionary<Value, Slot> slots)
    {
        if (step is ReferenceStep || Scene.Of(step, node, slots) is not { } scene)
            return;
        lock (gate)
            waiting.AddLast(scene);
        if (Environment.ProcessorCount == 1)
            return;
        helper ??= Task.Factory.StartNew(Help, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        added.Release();
    }

    /// <summary>Does what is left, and returns when all steps have run.</summary>
    public void Finish()
    {
        RunAll(new Stage(), fromBack: true);
        EndHelper();
    }

    /// <summary>Drops what is left: where there is no plan, nothing is warmed up for it.</summary>
    public void Dispose()
    {
        lock (gate)
            waiting.Clear();
        EndHelper();
        added.Dispose();
    }

    private void EndHelper()
    {
        Volatile.Write(ref complete, true);
        added.Release();
        helper?.Wait();
    }

    private void Help()
    {
        var stage = new Stage();
        while (!Volatile.Read(ref complete))
        {
            added.Wait();
            RunAll(stage, fromBack: false);
        }
    }

    private void RunAll(Stage stage, bool fromBack)
    {
        while (Take(fromBack) is { } scene)
            stage.Run(scene);
    }

    private Scene? Take(bool fromBack)
    {
        lock (gate)
        {
            LinkedListNode<Scene>? taken = fromBack ? waiting.Last : waiting.First;
            if (taken is not null)
                waiting.Remove(taken);
            return taken?.Value;
        }
    }

    /// <summary>A step and the places of its tensors, one behind the other.</summary>
    private sealed record Scene(Step Step, (int Slot, Place Place)[] Places, int Bytes)
    {
        /// <summary>The scene of a step; null where its tensors are too large.</summary>
        public static Scene? Of(Step step, Node node, IReadOnlyDictionary<Value, Slot> slots)
        {
            Value[] tensors = [.. node.Operands.OfType<Value>(), .. node.Results];
            int bytes = 0;
            var places = new (int Slot, Place Place)[tensors.Length];
            for (int i = 0; i < tensors.Length; i++)
            {
                Value tensor = tensors[i];
                long size = tensor.Constant is null ? tensor.Type.SizeInBytes : 0;
                if (size > MaxBytes - bytes)
                    return null;
                places[i] = (slots[tensor].Index, new Place(bytes, (int)size, tensor.Constant));
                bytes = (bytes + (int)size + AlignedBuffer.Alignment - 1) & -AlignedBuffer.Alignment;
            }
            return new Scene(step, places, bytes);
        }
    }

    /// <summary>The memory in which one thread runs steps.</summary>
    private sealed class Stage
    {
        private AlignedBuffer tensors = new(0);
        private AlignedBuffer scratch = new(0);
        private Place[] places = [];

        public void Run(Scene scene)
        {
            try
            {
                if (tensors.Length < scene.Bytes)
                    tensors = new AlignedBuffer(scene.Bytes);
                if (scratch.Length < scene.Step.ScratchBytes)
                    scratch = new AlignedBuffer(scene.Step.ScratchBytes);
                tensors.AsSpan<byte>()[..scene.Bytes].Clear();
                Kernel.Rehearse(() => Execute(scene));
            }
            catch (Exception)
            {
                // Zeros may be no input for an op; if the true ones are none either, the run says so.
            }
        }

        private void Execute(Scene scene)
        {
            int slots = scene.Places.Max(place => place.Slot) + 1;
            if (places.Length < slots)
                Array.Resize(ref places, 2 * slots);
            foreach ((int slot, Place place) in scene.Places)
                places[slot] = place;
            var context = new StepContext(places, tensors.Memory);
            Span<byte> working = scratch.AsSpan<byte>()[..scene.Step.ScratchBytes];
            int items = scene.Step.WorkItems;
            if (scene.Bytes <= MaxWholeBytes)
            {
                scene.Step.Execute(context, 0, items, working);
                return;
            }
            scene.Step.Execute(context, 0, 1, working);
            if (items > 1)
                scene.Step.Execute(context, items - 1, items, working);
        }
    }
}
