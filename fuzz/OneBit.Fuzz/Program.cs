// A target for AFL++ through SharpFuzz: bytes in, and nothing but a typed error may come out. See fuzz/run.
//   OneBit.Fuzz read|run               fuzzed: reads one input from standard input, again and again
//   OneBit.Fuzz read|run FILE…         replays files
using OneBit.Fuzz;
using SharpFuzz;

Action<Stream> target = args.FirstOrDefault() switch
{
    "read" => Targets.Read,
    "run" => Targets.LoadAndRun,
    _ => throw new ArgumentException("say which target: read or run"),
};
foreach (string file in args.Skip(1))
{
    using FileStream stream = File.OpenRead(file);
    target(stream);
    Console.WriteLine($"{file}: fine");
}
if (args.Length == 1)
    Fuzzer.OutOfProcess.Run(target);
