namespace OneBit.Cli.Inputs;

/// <summary>One <c>--input</c>: a file, and the name of the input that it is for, where one was given.</summary>
internal readonly record struct NamedFile(string? Name, string File)
{
    /// <summary>
    /// Reads <c>[NAME=]FILE</c>. Names and paths may both hold '=': text up to a '=' is a name where the model has such an input, or where no file is called like the whole.
    /// </summary>
    public static NamedFile Parse(string text, IReadOnlyList<TensorInfo> inputs)
    {
        for (int at = text.IndexOf('='); at >= 0; at = text.IndexOf('=', at + 1))
        {
            string name = text[..at];
            if (inputs.Any(p => p.IsCalled(name)))
                return new NamedFile(name, text[(at + 1)..]);
        }
        int first = text.IndexOf('=');
        return first <= 0 || System.IO.File.Exists(text) ? new NamedFile(null, text) : new NamedFile(text[..first], text[(first + 1)..]);
    }

    /// <summary>One file per input, in the model's order: named ones where they belong, the others in the order given.</summary>
    /// <exception cref="InputException">A name is unknown or given twice, or there are too few or too many files.</exception>
    public static string[] Bind(IReadOnlyList<string> texts, IReadOnlyList<TensorInfo> inputs)
    {
        var bound = new string?[inputs.Count];
        var unnamed = new Queue<string>();
        foreach (string text in texts)
        {
            NamedFile given = Parse(text, inputs);
            if (given.Name is null)
            {
                unnamed.Enqueue(given.File);
                continue;
            }
            int index = IndexOf(inputs, given.Name);
            if (index < 0)
                throw new InputException($"--input {text}: the model has no input called '{given.Name}'; {Listing(inputs)}");
            if (bound[index] is not null)
                throw new InputException($"--input {text}: input '{given.Name}' was given twice");
            bound[index] = given.File;
        }
        string[] files = [.. bound.Select(file => file ?? (unnamed.TryDequeue(out string? next) ? next : throw WrongCount(texts.Count, inputs)))];
        return unnamed.Count == 0 ? files : throw WrongCount(texts.Count, inputs);
    }

    private static int IndexOf(IReadOnlyList<TensorInfo> inputs, string name)
    {
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].IsCalled(name))
                return i;
        }
        return -1;
    }

    private static InputException WrongCount(int given, IReadOnlyList<TensorInfo> inputs) =>
        new($"{given} input files were given with --input; {Listing(inputs)}");

    private static string Listing(IReadOnlyList<TensorInfo> inputs) =>
        inputs.Count == 0 ? "the model has no inputs" : $"the model has {inputs.Count} input{(inputs.Count == 1 ? string.Empty : "s")}: {string.Join(", ", inputs)}";
}
