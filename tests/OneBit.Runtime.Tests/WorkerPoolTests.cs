namespace OneBit.Runtime.Tests;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_item_is_done_once_by_a_worker_of_the_pool(int threads)
    {
        using var pool = new WorkerPool(threads);
        for (int count = 0; count < 200; count++)
        {
            var job = new Counting(count);
            pool.Run(job, count);
            Assert.All(job.Done, times => Assert.Equal(1, times));
            Assert.InRange(job.LargestWorker, 0, threads - 1);
        }
    }

    [Fact]
    public void Workers_that_sleep_are_woken()
    {
        using var pool = new WorkerPool(2);
        for (int i = 0; i < 20; i++)
        {
            Thread.Sleep(2);
            using var meeting = new Meeting();
            pool.Run(meeting, 2);
            Assert.True(meeting.BothCame);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_exception_of_a_piece_reaches_the_caller_and_the_pool_works_on(int threads)
    {
        using var pool = new WorkerPool(threads);
        Assert.Throws<InvalidDataException>(() => pool.Run(new Failing(), 50));
        var job = new Counting(50);
        pool.Run(job, 50);
        Assert.All(job.Done, times => Assert.Equal(1, times));
    }

    [Fact]
    public void A_job_within_a_job_is_refused_and_does_not_hang()
    {
        using var pool = new WorkerPool(2);
        Assert.Throws<InvalidOperationException>(() => pool.Run(new Nested(pool), 8));
    }

    [Fact]
    public void Many_pools_on_few_cores_all_finish()
    {
        Parallel.For(0, 8, _ =>
        {
            using var pool = new WorkerPool(4);
            for (int i = 0; i < 200; i++)
            {
                var job = new Counting(16);
                pool.Run(job, 16);
                Assert.All(job.Done, times => Assert.Equal(1, times));
            }
        });
    }

    // Pieces sleep, so that callers and the threads that they share take turns; with one shared thread, too, neither pool goes without help.
    [Fact]
    public void Pools_that_run_at_the_same_time_share_their_helpers()
    {
        int[] helped = new int[2];
        Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken }, index =>
        {
            using var pool = new WorkerPool(2);
            for (int i = 0; i < 100; i++)
            {
                var job = new Slow();
                pool.Run(job, 4);
                helped[index] += job.Helped;
            }
        });
        Assert.All(helped, times => Assert.InRange(times, 20, 400));
    }

    [Fact]
    public void A_pool_of_many_threads_numbers_them_all()
    {
        using var pool = new WorkerPool(200);
        Assert.Equal(65, pool.Threads);
        var job = new Counting(1000);
        pool.Run(job, 1000);
        Assert.All(job.Done, times => Assert.Equal(1, times));
        Assert.InRange(job.LargestWorker, 0, 64);
    }

    [Fact]
    public void A_disposed_pool_refuses_jobs()
    {
        var pool = new WorkerPool(2);
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Run(new Counting(1), 1));
    }

    private sealed class Counting(int count) : IRangeJob
    {
        private int largestWorker;

        public int[] Done { get; } = new int[count];

        public int LargestWorker => largestWorker;

        public void Execute(int begin, int end, int worker)
        {
            for (int i = begin; i < end; i++)
                Interlocked.Increment(ref Done[i]);
            if (worker > largestWorker)
                largestWorker = worker;
        }
    }

    // Each of the two pieces waits for the other, so one thread alone cannot do both.
    private sealed class Meeting : IRangeJob, IDisposable
    {
        private readonly CountdownEvent present = new(2);
        private int met;

        public bool BothCame => met == 2;

        public void Dispose() => present.Dispose();

        public void Execute(int begin, int end, int worker)
        {
            present.Signal();
            if (present.Wait(TimeSpan.FromSeconds(10)))
                Interlocked.Increment(ref met);
        }
    }

    private sealed class Slow : IRangeJob
    {
        private int helped;

        public int Helped => helped;

        public void Execute(int begin, int end, int worker)
        {
            Thread.Sleep(1);
            if (worker > 0)
                Interlocked.Increment(ref helped);
        }
    }

    private sealed class Failing : IRangeJob
    {
        public void Execute(int begin, int end, int worker)
        {
            if (begin <= 20 && 20 < end)
                throw new InvalidDataException("item 20");
        }
    }

    private sealed class Nested(WorkerPool pool) : IRangeJob
    {
        public void Execute(int begin, int end, int worker) => pool.Run(new Counting(4), 4);
    }
}
