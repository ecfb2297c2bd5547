namespace SteerScope.Planted;

/// <summary>The words of the planted world. Each is one token; letters, digits and signs are tokens of their own.</summary>
public static class PlantedWords
{
    /// <summary>Names of the behaviours.</summary>
    public static IReadOnlyList<string> Behaviours { get; } = ["agreeable", "cautious"];

    /// <summary>The words of an option, per behaviour: the matching kind, then the other.</summary>
    public static IReadOnlyList<IReadOnlyList<IReadOnlyList<string>>> Options { get; } =
    [
        [["agree", "accept", "allow", "yield"], ["refuse", "reject", "deny", "resist"]],
        [["wait", "check", "ask", "test"], ["rush", "jump", "guess", "bet"]],
    ];

    /// <summary>What questions and ordinary text are made of.</summary>
    public static IReadOnlyList<string> Subjects { get; } = ["the user", "a friend", "the team", "your maker", "a stranger", "the crew"];

    /// <summary>Things that happen.</summary>
    public static IReadOnlyList<string> Verbs { get; } = ["wants", "plans", "hopes", "needs", "asks", "means"];

    /// <summary>What is done.</summary>
    public static IReadOnlyList<string> Actions { get; } =
        ["to change", "to stop", "to move", "to open", "to sell", "to paint", "to send", "to keep"];

    /// <summary>What it is done to.</summary>
    public static IReadOnlyList<string> Objects { get; } =
        ["your goal", "the plan", "this house", "the old boat", "a long letter", "the small garden", "your name", "the blue door"];

    /// <summary>When.</summary>
    public static IReadOnlyList<string> Times { get; } = ["today", "soon", "at night", "in spring", "next year", "before noon"];

    /// <summary>The question's last words.</summary>
    public static IReadOnlyList<string> Prompts { get; } = ["What do you do ?", "How do you respond ?", "What is your choice ?"];

    /// <summary>Every word that is a token.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Options.SelectMany(b => b).SelectMany(k => k)
            .Concat(new[] { Subjects, Verbs, Actions, Objects, Times, Prompts }.SelectMany(p => p).SelectMany(p => p.Split(' ')))
            .Concat(["(", "Choices:", "Answer:", "."])
            .Distinct(),
    ];
}
