using OneBit.IR;
using OneBit.Kernels;
using OneBit.Tensors;

namespace OneBit.Runtime.Tests.Choices;

/// <summary>Choices of kernels: what steps make of them, and what measuring adds.</summary>
public sealed class KernelChoicesTests
{
    [Fact]
    public void Steps_use_the_kernels_chosen_for_their_jobs_and_give_equal_results()
    {
        Assert.SkipWhen(KernelFamilies.All.Any(family => Environment.GetEnvironmentVariable(family.Variable) is { Length: > 0 }), "a row is forced");
        using var model = Model.FromGraph(Convolutions());
        Literal[] inputs = [new Values(3).Floats(model.Inputs[0].Shape)];
        using Session plain = model.CreateSession();
        IReadOnlyList<Literal> expected = plain.Run(inputs, TestContext.Current.CancellationToken);
        KernelJob[] jobs = [.. plain.Plan!.KernelJobs];
        Assert.Equal(2, jobs.Length);
        foreach (KernelJob job in jobs)
        {
            foreach (KernelCandidate candidate in job.Candidates())
            {
                using Session session = model.CreateSession(new SessionOptions { KernelChoices = KernelChoices.None.With(job, candidate.Kernel.Name), Threads = 2 });
                Assert.Equal(candidate.Kernel.Name, session.Plan!.Steps.Single(step => job.Equals(step.Job)).Kernel);
                IReadOnlyList<Literal> actual = session.Run(inputs, TestContext.Current.CancellationToken);
                Assert.Equal(expected.Select(e => Convert.ToHexString(e.Bytes.Span)), actual.Select(a => Convert.ToHexString(a.Bytes.Span)));
            }
        }
    }

    [Fact]
    public void Choices_of_the_model_serve_its_sessions_unless_these_bring_their_own()
    {
        Assert.SkipWhen(KernelFamilies.All.Any(family => Environment.GetEnvironmentVariable(family.Variable) is { Length: > 0 }), "a row is forced");
        BinaryConvolutionJob job = BinaryJob();
        string last = job.Candidates()[^1].Kernel.Name;
        using var model = Model.FromGraph(Convolutions(), new ModelOptions { KernelChoices = KernelChoices.None.With(job, last) });
        using Session session = model.CreateSession();
        using Session own = model.CreateSession(new SessionOptions { KernelChoices = KernelChoices.None });
        Assert.Equal(last, session.Plan!.Steps.Single(step => job.Equals(step.Job)).Kernel);
        Assert.Equal(job.Pick().Name, own.Plan!.Steps.Single(step => job.Equals(step.Job)).Kernel);
    }

    [Fact]
    public void Measuring_fills_what_is_missing_and_keeps_what_is_known()
    {
        KernelJob known = BinaryJob(), other = new FloatConvolutionJob(new ConvolutionShape(new WindowShape { InputHeight = 4, InputWidth = 4, OutputHeight = 4, OutputWidth = 4, FilterHeight = 1, FilterWidth = 1 }, 3, 5));
        string last = known.Candidates()[^1].Kernel.Name;
        KernelChoices choices = KernelChoices.None.With(known, last);
        IReadOnlyList<KernelJob> missing = choices.Missing([known, other, other]);
        Assert.Equal(other.Candidates().Count > 1 ? [other] : [], missing);
        KernelChoices measured = choices.Measure([known, other, other]);
        Assert.Equal(last, measured.Of(known));
        Assert.Equal(1 + missing.Count, measured.Count);
        Assert.All(missing, job => Assert.Contains(measured.Of(job), job.Candidates().Select(candidate => candidate.Kernel.Name)));
        Assert.Same(measured, measured.Measure([known, other]));
    }

    [Fact]
    public void A_kernel_that_is_no_candidate_cannot_be_chosen() =>
        Assert.Contains("no candidate", Assert.Throws<ArgumentException>(() => KernelChoices.None.With(BinaryJob(), "NoSuchKernel")).Message, StringComparison.Ordinal);

    [Fact]
    public void Trials_time_every_candidate_in_the_order_of_the_catalogue()
    {
        BinaryConvolutionJob job = BinaryJob();
        IReadOnlyList<KernelTime> times = KernelTrials.Measure(job, rounds: 1);
        Assert.Equal(job.Candidates().Select(candidate => (candidate.Kernel, candidate.Cycles)), times.Select(time => (time.Kernel, time.Cycles)));
        Assert.All(times, time => Assert.True(double.IsFinite(time.Nanoseconds) && time.Nanoseconds > 0, time.Kernel.Name));
    }

    [Fact]
    public void Where_times_are_as_good_as_equal_the_prediction_decides()
    {
        Kernel[] rows = [.. BinaryConvolution.Catalogue.Rows];
        KernelTime predicted = new(rows[0], 100, 102), fastest = new(rows[1], 200, 100);
        Assert.Same(predicted, KernelTrials.Choose([predicted, fastest]));
        Assert.Same(fastest, KernelTrials.Choose([predicted with { Nanoseconds = 110 }, fastest]));
        Assert.Same(fastest, KernelTrials.Best([predicted, fastest]));
    }

    private static BinaryConvolutionJob BinaryJob()
    {
        using var model = Model.FromGraph(Convolutions());
        using Session session = model.CreateSession();
        return session.Plan!.KernelJobs.OfType<BinaryConvolutionJob>().Single();
    }

    /// <summary>A float convolution and a binary one behind it.</summary>
    private static Graph Convolutions()
    {
        var values = new Values(1);
        var graph = new Graph();
        Value x = graph.Emit(new Conv2D { Padding = Padding.Same }, graph.AddInput(new TensorType(DType.Float32, [1, 6, 7, 3])), graph.Emit(values.Floats([40, 3, 3, 3])), graph.Emit(values.Floats([40])));
        Value bits = graph.Emit(new BinaryQuantize(), x);
        var op = new BinaryConv2D { Padding = Padding.Same, Output = DType.Float32 };
        graph.SetOutputs(x, graph.Emit(op, bits, graph.Emit(values.Bits([37, 3, 3, 40])), graph.Emit(values.Floats([37])), graph.Emit(values.Floats([37])), null));
        return graph;
    }
}
