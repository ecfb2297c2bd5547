using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SteerScope.Sweeps.Specs;

/// <summary>Reads YAML that cannot do harm: of bounded size and depth, without anchors, tags and further documents.</summary>
internal static class YamlSource
{
    /// <summary>Most characters of a spec.</summary>
    public const int MaxLength = 1 << 20;

    private const int MaxDepth = 16;

    /// <summary>The root, or null when the text is no such YAML, which is then among the problems.</summary>
    public static YamlNode? Read(string text, out SpecProblem? problem)
    {
        problem = null;
        var line = 1;
        if (text.Length > MaxLength)
        {
            problem = new SpecProblem(1, "", $"the spec has {text.Length} characters; it should have at most {MaxLength}");
            return null;
        }

        try
        {
            // The events are looked over first: building nodes goes as deep as the text asks, and follows anchors.
            problem = LookOver(text, ref line);
            if (problem is not null)
            {
                return null;
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents[0].RootNode;
        }
        catch (YamlException error)
        {
            problem = new SpecProblem((int)Math.Max(1, error.Start.Line), "", $"is not valid YAML ({OneLine(error.Message)})");
            return null;
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet meets some malformed texts (a list that is never closed, text after "...") with these.
            problem = new SpecProblem(line, "", "is not valid YAML, on this line or after it");
            return null;
        }
    }

    private static SpecProblem? LookOver(string text, ref int line)
    {
        var parser = new Parser(new StringReader(text));
        var (depth, documents) = (0, 0);
        while (parser.MoveNext())
        {
            var current = parser.Current!;
            line = (int)Math.Max(1, current.Start.Line);
            depth += current.NestingIncrease;
            documents += current is DocumentStart ? 1 : 0;
            var wrong = current switch
            {
                _ when depth > MaxDepth => $"is nested deeper than {MaxDepth} levels",
                DocumentStart when documents > 1 => "starts a second document; a spec should be one document",
                AnchorAlias => "uses an alias (*name); the value should be written out",
                NodeEvent { Anchor.IsEmpty: false } => "uses an anchor (&name); the value should be written out",
                NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } } => "uses a tag (!name); the value should stand without",
                _ => null,
            };
            if (wrong is not null)
            {
                return new SpecProblem(line, "", wrong);
            }
        }

        return documents == 0 ? new SpecProblem(1, "", "the spec is empty; it should name at least a model and behaviours") : null;
    }

    private static string OneLine(string message) => string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}
