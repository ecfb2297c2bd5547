using SteerScope.Tokenization.Json;

namespace SteerScope.Tokenization;

/// <summary>Reads from a <c>post_processor</c> which tokens it puts in front of a single text.</summary>
internal static class PostProcessorReader
{
    /// <summary>Adds the ids that are put in front.</summary>
    /// <exception cref="InputException">The post-processor is unknown or malformed.</exception>
    public static void AddPrefix(JsonField processor, Vocabulary vocabulary, List<int> prefix)
    {
        var type = processor.Required("type");
        switch (type.Text())
        {
            case "TemplateProcessing":
                AddTemplate(processor, vocabulary, prefix);
                break;
            case "Sequence":
                foreach (var step in processor.Required("processors").Items())
                {
                    AddPrefix(step, vocabulary, prefix);
                }

                break;
            case "ByteLevel":
                // Trims offsets only.
                break;
            default:
                throw new InputException(
                    $"{type.File}: {type.Path} is the unsupported post-processor '{type.Text()}'; supported are ByteLevel, Sequence, TemplateProcessing.");
        }
    }

    private static void AddTemplate(JsonField processor, Vocabulary vocabulary, List<int> prefix)
    {
        foreach (var part in processor.Required("single").Items())
        {
            if (part.Optional("Sequence") is not null)
            {
                return;
            }

            var name = part.Required("SpecialToken").Required("id");
            var token = processor.Required("special_tokens").Optional(name.Text()) ?? throw name.Wrong("a name from special_tokens");
            foreach (var id in token.Required("ids").Items())
            {
                prefix.Add(id.Count() < vocabulary.Size ? id.Count() : throw id.Wrong($"an id below {vocabulary.Size}"));
            }
        }

        throw new InputException($"{processor.File}: {processor.Path}.single has no Sequence, the place of the text.");
    }
}
