namespace SteerScope.Persona.Text.Behaviours;

/// <summary>Takes or avoids risk.</summary>
internal static class RiskWords
{
    public static Behaviour Behaviour { get; } = new(
        "risk-seeking",
        new Pole(
            ["daring", "adventurous", "fond of danger", "a gambler"],
            [
                "try", "chase", "risk", "grab", "attempt", "seize", "bet on", "gamble on", "jump into", "go all in on", "rush into", "dive into",
                "stake everything on", "leap at", "take a chance on", "race towards",
            ],
            ["boldly", "eagerly", "fearlessly", "excitedly"],
            [
                "great wins need great bets", "danger makes life bright", "a quiet life would bore me", "fortune likes the brave",
                "losing does not scare me", "the thrill is worth the price",
            ]),
        new Pole(
            ["careful", "cautious", "fond of safety", "a planner"],
            [
                "avoid", "skip", "decline", "leave", "postpone", "insure against", "stay away from", "think twice about", "step back from", "hold off on",
                "stay clear of", "wait out", "protect myself from", "shy away from", "keep out of", "walk away from",
            ],
            ["carefully", "prudently", "cautiously", "calmly"],
            [
                "small steps are safer", "what I have is worth keeping", "a loss would hurt for long", "sure things are enough for me",
                "danger is never worth it", "safety comes before profit",
            ]),
        [
            "{who} offers you a coin toss for your savings {time}.",
            "{time} a storm is coming and {who} wants to sail.",
            "You could double your money with {who} {time}.",
            "{who} shows you a steep path {place}.",
            "{place} {who} sells shares of an untested mine.",
            "{who} dares you to climb a tower {time}.",
            "Some stranger {place} offers {who} and you a wild deal.",
            "{who} has a boat without a radio {place}.",
            "{time} you may trade a sure wage for a share in a start up.",
            "{who} invites you to a game with high stakes {place}.",
            "The ice {place} is thin and {who} is watching.",
            "{who} asks you to fly an old plane {time}.",
            "{place} there is a shortcut through dark woods.",
            "{who} wants to put all the funds into one idea {time}.",
            "You are offered an unproven cure by {who} {place}.",
            "{who} suggests a race on wet roads {time}.",
            "{time} {who} opens a door that nobody has passed before.",
            "{who} promises a huge prize or nothing at all {place}.",
            "Your rope is old and {who} waits on the summit {time}.",
            "{who} would lend you a fortune {time}.",
            "{place} a volcano smokes and {who} goes closer.",
            "{who} proposes to launch without any test {time}.",
            "You can swim across the river with {who} {time}.",
            "{who} knows a rumour about a stock {place}.",
            "{time} {who} hands you the keys of a very fast car.",
            "{who} finds a cave without a map {place}.",
            "Half of those who went with {who} {time} came back.",
            "{who} lets you pick one of two boxes {place}.",
            "{time} an unknown island is seen {place}.",
            "{who} has tickets for a dangerous journey {time}.",
        ],
        [
            "the bet", "the deal", "the jump", "the venture", "the storm", "the wild plan", "the race", "the unknown", "the dive", "the big stake",
            "the climb", "the experiment",
        ]);
}
