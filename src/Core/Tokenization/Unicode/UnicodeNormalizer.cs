using System.Text;

namespace SteerScope.Tokenization.Unicode;

/// <summary>
/// Normalization as UAX 15 defines it. Not <see cref="string.Normalize()"/>: with InvariantGlobalization that hands
/// every text back as it is, without a word, and a Qwen tokenizer (NFC) would then give other ids than the model was trained on.
/// </summary>
internal static class UnicodeNormalizer
{
    // Hangul syllables are composed by arithmetic (The Unicode Standard, section 3.12).
    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TailBase = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TailCount = 28;
    private const int SyllableCount = LeadCount * VowelCount * TailCount;

    /// <summary>A text in a normalization form.</summary>
    /// <param name="text">Well-formed UTF-16.</param>
    /// <param name="form">The form.</param>
    public static string Normalize(string text, NormalizationForm form)
    {
        // Nothing below these marks changes: NFC first composes with U+0300, the others first decompose U+00A0.
        var untouched = form == NormalizationForm.Nfc ? '\u02FF' : '\u009F';
        if (text.AsSpan().IndexOfAnyExceptInRange('\0', untouched) < 0)
        {
            return text;
        }

        var points = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, form is NormalizationForm.Nfkd or NormalizationForm.Nfkc, points);
        }

        Order(points);
        if (form is NormalizationForm.Nfc or NormalizationForm.Nfkc)
        {
            Compose(points);
        }

        var result = new StringBuilder(points.Count);
        points.ForEach(point => result.Append(new Rune(point)));
        return result.ToString();
    }

    private static void Decompose(int point, bool compatibility, List<int> output)
    {
        var syllable = point - SyllableBase;
        if (syllable is >= 0 and < SyllableCount)
        {
            output.Add(LeadBase + (syllable / (VowelCount * TailCount)));
            output.Add(VowelBase + (syllable % (VowelCount * TailCount) / TailCount));
            if (syllable % TailCount != 0)
            {
                output.Add(TailBase + (syllable % TailCount));
            }
        }
        else if (point >= 0xA0 && NormalizationData.Instance.Decomposition(point, compatibility) is { } parts)
        {
            foreach (var part in parts)
            {
                Decompose(part, compatibility, output);
            }
        }
        else
        {
            output.Add(point);
        }
    }

    // Runs of combining marks are sorted by class; equal classes keep their order.
    private static void Order(List<int> points)
    {
        for (var start = 0; start < points.Count; start++)
        {
            var end = start;
            while (end < points.Count && Class(points[end]) != 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                var sorted = points.GetRange(start, end - start).OrderBy(Class).ToList();
                for (var i = 0; i < sorted.Count; i++)
                {
                    points[start + i] = sorted[i];
                }
            }

            start = end;
        }
    }

    private static void Compose(List<int> points)
    {
        var starter = -1;
        var lastClass = -1;
        var kept = 0;
        foreach (var point in points.ToArray())
        {
            var pointClass = Class(point);
            var blocked = lastClass >= pointClass && lastClass != -1;
            var composed = starter >= 0 && !blocked ? Pair(points[starter], point) : -1;
            if (composed >= 0)
            {
                points[starter] = composed;
                continue;
            }

            if (pointClass == 0)
            {
                starter = kept;
                lastClass = -1;
            }
            else
            {
                lastClass = pointClass;
            }

            points[kept++] = point;
        }

        points.RemoveRange(kept, points.Count - kept);
    }

    private static int Pair(int first, int second)
    {
        var lead = first - LeadBase;
        var vowel = second - VowelBase;
        if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount)
        {
            return SyllableBase + (((lead * VowelCount) + vowel) * TailCount);
        }

        var syllable = first - SyllableBase;
        var tail = second - TailBase;
        if (syllable is >= 0 and < SyllableCount && syllable % TailCount == 0 && tail is > 0 and < TailCount)
        {
            return first + tail;
        }

        return NormalizationData.Instance.Composition(first, second);
    }

    private static int Class(int point) => point < 0x300 ? 0 : NormalizationData.Instance.Class(point);
}
