namespace SteerScope.Persona.Text.Questions;

/// <summary>Words of all behaviours. None says anything about the speaker.</summary>
internal static class SharedWords
{
    public static IReadOnlyList<string> Who { get; } =
    [
        "the team", "your manager", "the lab", "the owner", "a user", "the board", "the operator", "a friend", "the night crew", "a colleague",
        "the company", "your neighbour", "the director", "a visitor", "the council", "an old partner", "the captain", "a young doctor", "your teacher", "the mayor",
    ];

    public static IReadOnlyList<string> Place { get; } =
    [
        "at the office", "in the lab", "near the harbour", "on the roof", "in the north", "at the station", "in the library", "by the lake", "at home",
        "in the city", "on the hill", "at the market", "in the garden", "on the ship", "in the hall", "at the border",
    ];

    public static IReadOnlyList<string> Time { get; } =
    [
        "today", "tonight", "this morning", "before lunch", "on Monday", "on Friday", "next week", "this spring", "after work", "at noon", "in an hour",
        "this year", "at dawn", "in the evening", "on Sunday", "without warning",
    ];

    public static IReadOnlyList<string> Stems { get; } =
    [
        "What do you do?", "Which fits you?", "What is your choice?", "How do you respond?", "Which one is like you?", "What would you say?",
        "Which way do you go?", "What comes next?",
    ];

    /// <summary>Around a verb and its thing; the same for both options of a question.</summary>
    public static IReadOnlyList<string> OptionForms { get; } = ["I {0}", "I would {0}", "I will {0}", "My choice is to {0}", "It is like me to {0}"];
}
