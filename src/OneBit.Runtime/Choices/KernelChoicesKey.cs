using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using OneBit.Kernels;

namespace OneBit.Runtime;

/// <summary>What choices of kernels are good for: one CPU with the features that are enabled, one version of OneBit, one model.</summary>
/// <param name="Cpu">The CPU's name and features.</param>
/// <param name="Version">OneBit's version.</param>
/// <param name="Model">SHA-256 of the model's bytes, in hexadecimal.</param>
public sealed record KernelChoicesKey(string Cpu, string Version, string Model)
{
    private const int NameDigits = 32;

    /// <summary>A name for the file of this key's choices, the same on every run.</summary>
    public string FileName => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Cpu}\n{Version}\n{Model}")))[..NameDigits] + ".txt";

    /// <summary>The key of a model in this process.</summary>
    /// <param name="path">The model's file, or a folder that is one with all its files.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file must not be read.</exception>
    public static KernelChoicesKey Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string[] files = Directory.Exists(path) ? Directory.GetFiles(path, "*", SearchOption.AllDirectories) : [path];
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            using FileStream stream = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(stream));
        }
        return new KernelChoicesKey($"{Kernels.Cpu.Name}; {Kernels.Cpu.Features}", OwnVersion(), Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static string OwnVersion() =>
        typeof(KernelChoicesKey).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
