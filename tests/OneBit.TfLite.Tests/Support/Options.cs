using System.Text;
using OneBit.TfLite.FlatBuffers;
using OneBit.TfLite.Reading;
using OneBit.TfLite.Schema;

namespace OneBit.TfLite.Tests;

/// <summary>Changes the options of custom operators in a file's bytes.</summary>
internal static class Options
{
    /// <summary>Gives an option of all operators of a name another number, in its slot; false where there is none.</summary>
    public static bool Replace(byte[] file, string name, string key, int value) => Change(file, name, key, (map, slot, _, width) =>
    {
        byte[] bytes = BitConverter.GetBytes((long)value);
        bytes.AsSpan(0, width).CopyTo(map.AsSpan(slot));
    });

    /// <summary>Spells the key of an option in another way; false where there is none.</summary>
    public static bool Rename(byte[] file, string name, string key) => Change(file, name, key, (map, _, text, _) => map[text] = (byte)'~');

    private static bool Change(byte[] file, string name, string key, Action<byte[], int, int, int> change)
    {
        FileModel model = FileModel.Open(file);
        FlatVector operators = model.Subgraphs.Table(0, "subgraph").Tables(Fields.SubgraphOperators);
        bool found = false;
        for (int i = 0; i < operators.Count; i++)
        {
            FlatTable table = operators.Table(i, "operator");
            if (UnsupportedOperators.CodeOf(model, table).Name != name || table.Vector(Fields.OperatorCustomOptions, 1) is not { } options)
                continue;
            int start = (int)options.Position + 4;
            byte[] map = file[start..(start + options.Count)];
            found |= Change(map, key, change);
            map.CopyTo(file, start);
        }
        return found;
    }

    // The document ends in the distance to the map's values, their width and the root's.
    private static bool Change(byte[] map, string key, Action<byte[], int, int, int> change)
    {
        int rootWidth = map[^1], width = 1 << (map[^2] & 3), root = map.Length - 2 - rootWidth;
        int values = root - Number(map, root, rootWidth);
        int count = Number(map, values - width, width), keyWidth = Number(map, values - (2 * width), width), keys = values - (3 * width) - Number(map, values - (3 * width), width);
        for (int i = 0; i < count; i++)
        {
            int text = keys + (i * keyWidth) - Number(map, keys + (i * keyWidth), keyWidth);
            if (Encoding.ASCII.GetString(map, text, Array.IndexOf(map, (byte)0, text) - text) != key)
                continue;
            change(map, values + (i * width), text, width);
            return true;
        }
        return false;
    }

    private static int Number(byte[] map, int at, int width)
    {
        byte[] whole = new byte[8];
        map.AsSpan(at, width).CopyTo(whole);
        return (int)BitConverter.ToInt64(whole);
    }
}
