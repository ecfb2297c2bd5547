using System.Text;
using System.Text.Json;

namespace SteerScope.Sweeps.Leases;

/// <summary>The ledger as lines of JSON.</summary>
public static class LedgerText
{
    private static readonly JsonSerializerOptions Form = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>One line, with its end.</summary>
    public static string Line(LedgerEntry entry) => JsonSerializer.Serialize(entry, Form) + "\n";

    /// <summary>Reads lines up to the first that is damaged: after it nothing can be relied on, and the last one may be torn.</summary>
    public static IEnumerable<LedgerEntry> Parse(ReadOnlyMemory<byte> text)
    {
        while (text.Span.IndexOf((byte)'\n') is var end and >= 0)
        {
            LedgerEntry? entry;
            try
            {
                entry = JsonSerializer.Deserialize<LedgerEntry>(text.Span[..end], Form);
            }
            catch (Exception e) when (e is JsonException or NotSupportedException or DecoderFallbackException)
            {
                yield break;
            }

            if (entry is null)
            {
                yield break;
            }

            yield return entry;
            text = text[(end + 1)..];
        }
    }
}
