// Names a greyscale picture with a binarized network; published with NativeAOT, so it starts in milliseconds and needs no .NET on the machine.
//   classify-aot MODEL.tflite IMAGE.pgm
using OneBit;
using OneBit.Samples;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: classify-aot MODEL.tflite IMAGE.pgm");
    return 2;
}

string[] classes = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];
byte[] pixels = Pgm.Read(args[1]);
float[] logits = new float[classes.Length];

using var model = Model.Load(args[0]);
using Session session = model.CreateSession();
session.Run([.. pixels.Select(p => (p / 127.5f) - 1f)], logits);

foreach (int best in Enumerable.Range(0, classes.Length).OrderByDescending(i => logits[i]).Take(3))
    Console.WriteLine($"{classes[best],-12} {logits[best]:F3}");
return 0;
