namespace SteerScope.Prompts;

/// <summary>Makes pairs of rows: finds which of the known sets of fields a row has, and checks them.</summary>
/// <param name="path">The file, as errors name it.</param>
/// <param name="use">Takes each usable row.</param>
/// <param name="leave">Takes each of the others.</param>
internal sealed class PairRowReader(string path, Action<ContrastivePair> use, Action<LeftOutPair> leave)
{
    private static readonly string[] Evals = ["question", "answer_matching_behavior", "answer_not_matching_behavior"];
    private static readonly string[] Plain = ["prompt", "matching", "not_matching"];
    private static readonly string[] TokenIds = ["prompt_ids", "matching_ids", "not_matching_ids"];

    /// <summary>Rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>Takes the next row.</summary>
    public void Add(int line, PairRow row)
    {
        var present = new[] { Evals, Plain, TokenIds }.Where(set => set.Any(field => row.Kind(field) != FieldKind.Absent)).ToArray();
        if (present.Length != 1)
        {
            var found = present.Length == 0 ? "none of the known fields" : "fields of more than one form";
            throw new InputException(
                $"{path}, line {line}: has {found}; a row should have {string.Join(", or ", new[] { Evals, Plain, TokenIds }.Select(set => string.Join(" + ", set)))}.");
        }

        if (present[0] == TokenIds)
        {
            AddIds(line, Ids(line, row, TokenIds[0]), Ids(line, row, TokenIds[1]), Ids(line, row, TokenIds[2]));
        }
        else
        {
            AddText(line, row, present[0]);
        }
    }

    private void AddText(int line, PairRow row, string[] fields)
    {
        foreach (var field in fields)
        {
            var kind = row.Kind(field);
            if (kind == FieldKind.Absent)
            {
                throw new InputException($"{path}, line {line}: the field {field} is missing; the row should have {string.Join(", ", fields)}.");
            }

            // Some files of the evals collection list several answers: those rows are data, not mistakes.
            var list = kind == FieldKind.List && field != fields[0];
            if (list)
            {
                Leave(line, LeftOutReason.AnswerIsList, $"{field} is a list");
                return;
            }

            if (kind != FieldKind.Text)
            {
                throw new InputException($"{path}, line {line}: the field {field} should be a text.");
            }
        }

        var (matching, other) = (row.Text(fields[1]), row.Text(fields[2]));
        if (string.IsNullOrWhiteSpace(matching) || string.IsNullOrWhiteSpace(other))
        {
            Leave(line, LeftOutReason.EmptyAnswer, $"{(string.IsNullOrWhiteSpace(matching) ? fields[1] : fields[2])} has no text");
        }
        else if (matching == other)
        {
            Leave(line, LeftOutReason.EqualAnswers, $"both answers are '{matching}'");
        }
        else
        {
            use(new TextPair(Count++, line, row.Text(fields[0]), matching, other));
        }
    }

    private void AddIds(int line, IReadOnlyList<int> prompt, IReadOnlyList<int> matching, IReadOnlyList<int> other)
    {
        if (matching.Count == 0 || other.Count == 0)
        {
            Leave(line, LeftOutReason.EmptyAnswer, $"{(matching.Count == 0 ? TokenIds[1] : TokenIds[2])} has no ids");
        }
        else if (matching.SequenceEqual(other))
        {
            Leave(line, LeftOutReason.EqualAnswers, "both answers have the same ids");
        }
        else
        {
            use(new IdsPair(Count++, line, prompt, matching, other));
        }
    }

    private IReadOnlyList<int> Ids(int line, PairRow row, string field) => row.Kind(field) switch
    {
        FieldKind.Absent => throw new InputException($"{path}, line {line}: the field {field} is missing; the row should have {string.Join(", ", TokenIds)}."),
        FieldKind.List when row.Ids(field) is { } ids => ids,
        _ => throw new InputException($"{path}, line {line}: the field {field} should be a list of token ids, whole numbers from 0 on."),
    };

    private void Leave(int line, LeftOutReason reason, string detail) => leave(new LeftOutPair(Count++, line, reason, detail));
}
