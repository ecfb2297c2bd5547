using System.Text;

namespace SteerScope.Reports.Pages;

/// <summary>
/// Writes markup that is both HTML and well-formed XML: whatever is opened is closed in order, and no text or attribute gets out unescaped.
/// </summary>
internal sealed class Markup(TextWriter writer)
{
    private readonly Stack<string> _open = new();

    /// <summary>Opens an element; an attribute with a null value is left out.</summary>
    public Markup Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        writer.Write('>');
        _open.Push(name);
        return this;
    }

    /// <summary>Closes the innermost element.</summary>
    public Markup Close()
    {
        writer.Write("</");
        writer.Write(_open.Pop());
        writer.Write('>');
        return this;
    }

    /// <summary>Closes the innermost element and ends the line.</summary>
    public Markup CloseLine()
    {
        Close();
        writer.Write('\n');
        return this;
    }

    /// <summary>Text, escaped.</summary>
    public Markup Text(string text)
    {
        writer.Write(Escape(text));
        return this;
    }

    /// <summary>An element with text.</summary>
    public Markup Leaf(string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Open(name, attributes).Text(text).CloseLine();

    /// <summary>An element without content: a void element of HTML, or any element of SVG.</summary>
    public Markup Empty(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        writer.Write(" />\n");
        return this;
    }

    /// <summary>Text of this project that is markup or style already. Never for text from outside.</summary>
    public Markup Trusted(string markup)
    {
        writer.Write(markup.ReplaceLineEndings("\n"));
        return this;
    }

    /// <summary>Escapes for text and quoted attributes; characters that XML forbids become U+FFFD.</summary>
    public static string Escape(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => result.Append("&amp;"),
                '<' => result.Append("&lt;"),
                '>' => result.Append("&gt;"),
                '"' => result.Append("&quot;"),
                '\'' => result.Append("&#39;"),
                '\t' or '\n' => result.Append((char)rune.Value),
                < 0x20 or (>= 0x7f and < 0xa0) or 0xfffe or 0xffff => result.Append('\ufffd'),
                _ => result.Append(rune.ToString()),
            };
        }

        return result.ToString();
    }

    private void Start(string name, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        writer.Write('<');
        writer.Write(name);
        foreach (var (key, value) in attributes)
        {
            if (value is not null)
            {
                writer.Write(' ');
                writer.Write(key);
                writer.Write("=\"");
                writer.Write(Escape(value));
                writer.Write('"');
            }
        }
    }
}
