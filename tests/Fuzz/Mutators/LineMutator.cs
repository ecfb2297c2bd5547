using System.Text;

namespace SteerScope.Fuzz.Mutators;

/// <summary>Changes a text of lines (YAML, CSV, JSON lines): lines that are lost, doubled, swapped or indented, and marks put in.</summary>
/// <param name="marks">What the format gives a meaning to.</param>
internal sealed class LineMutator(IReadOnlyList<string> marks) : IMutator
{
    /// <inheritdoc/>
    public byte[]? Apply(FuzzRandom random, byte[] content, byte[] other)
    {
        var lines = Encoding.Latin1.GetString(content).Split('\n').ToList();
        var at = random.Below(lines.Count);
        var line = lines[at];
        var column = random.Below(line.Length + 1);
        switch (random.Below(10))
        {
            case 1 when random.OneIn(40):
                lines.InsertRange(at, Enumerable.Repeat(line, random.Pick([100, 1_000, 10_000])));
                break;
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(random.Below(lines.Count + 1), line);
                break;
            case 2:
                (lines[at], lines[^1]) = (lines[^1], lines[at]);
                break;
            case 3:
                lines[at] = new string(' ', random.Length(8)) + line;
                break;
            case 4:
                lines[at] = line.TrimStart();
                break;
            case 5:
                lines[at] = line[..column] + random.Pick(marks) + line[column..];
                break;
            case 6:
                lines[at] = Value(line) + (random.OneIn(2) ? random.Pick(NastyNumbers.Texts) : random.Pick(marks));
                break;
            case 7:
                lines.Insert(at, random.Pick(Encoding.Latin1.GetString(other).Split('\n')));
                break;
            case 8:
                lines[at] = line[..column] + new string(random.Pick(['[', '{', '-', ' ', '"', 'x']), random.Pick([20, 300, 5000])) + line[column..];
                break;
            default:
                lines[at] = line[..column] + "\r" + line[column..];
                break;
        }

        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    // Up to and with the mark behind the key.
    private static string Value(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? "" : line[..(colon + 1)] + " ";
    }
}
