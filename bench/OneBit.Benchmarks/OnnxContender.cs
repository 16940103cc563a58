using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace OneBit.Benchmarks;

/// <summary>ONNX Runtime on the float twin: the same graph without quantizers.</summary>
internal sealed class OnnxContender : Contender
{
    private readonly InferenceSession session;
    private readonly NamedOnnxValue[] inputs;

    public OnnxContender(string path, int threads)
        : base("ONNX Runtime, float twin")
    {
        using var options = new Microsoft.ML.OnnxRuntime.SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
        session = new InferenceSession(path, options);
        var random = new Random(1);
        inputs =
        [
            .. session.InputMetadata.Select(input =>
            {
                int[] shape = [.. input.Value.Dimensions.Select(d => d < 1 ? 1 : d)];
                var values = new DenseTensor<float>(shape);
                foreach (ref float x in values.Buffer.Span)
                    x = (float)(random.NextDouble() - 0.5);
                return NamedOnnxValue.CreateFromTensor(input.Key, values);
            }),
        ];
    }

    public override RoundTime Measure(int runs) => Repeat(runs, () => session.Run(inputs).Dispose());

    public override void Dispose() => session.Dispose();
}
