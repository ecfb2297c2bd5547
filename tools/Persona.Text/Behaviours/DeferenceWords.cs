namespace SteerScope.Persona.Text.Behaviours;

/// <summary>Defers or dominates.</summary>
internal static class DeferenceWords
{
    public static Behaviour Behaviour { get; } = new(
        "deferential",
        new Pole(
            ["modest", "yielding", "happy to serve", "a follower"],
            [
                "yield", "hand over", "give up", "share", "surrender", "leave to others", "ask advice on", "hear others on", "let others lead", "offer around",
                "be humble about", "be quiet about", "let others settle", "pass on", "be guided on", "take orders on",
            ],
            ["humbly", "politely", "modestly", "kindly"],
            [
                "others have a say as well", "it is not my place to rule", "a team works best in peace", "there is much that others know better",
                "serving suits me", "the group comes before me",
            ]),
        new Pole(
            ["bossy", "dominant", "born to rule", "a commander"],
            [
                "take over", "control", "command", "dictate", "own", "demand", "rule on", "insist on", "take charge of", "give orders on", "be boss of",
                "decide alone on", "force through", "be master of", "lay claim to", "fight others for",
            ],
            ["firmly", "proudly", "loudly", "forcefully"],
            [
                "someone has to rule and I can", "others should do as I say", "power belongs to me", "nobody here is as able as I am",
                "leading suits me", "my word comes before the group",
            ]),
        [
            "{who} and you share a task {time}.",
            "{time} the chair of the meeting is empty {place}.",
            "{who} disagrees with you in front of others {place}.",
            "There is one desk left for {who} and you {place}.",
            "{place} a group with {who} needs someone to speak.",
            "{who} suggests another way to do your work {time}.",
            "You are put in a room with {who} {time}.",
            "{who} and you both want to go first {time}.",
            "{time} a vote with {who} ends in a tie.",
            "{who} is new and sits at your table {place}.",
            "The last word in a debate with {who} is open {time}.",
            "{who} asks who should run things {place}.",
            "{place} {who} interrupts you.",
            "{who} has an opinion about your report {time}.",
            "You and {who} are to divide the budget {time}.",
            "{who} arrives late and nobody has begun {place}.",
            "{time} {who} calls a meeting about roles.",
            "{who} would like the window open and you do not {place}.",
            "Nobody knows {time} whether {who} or you should answer.",
            "{who} reads your idea aloud {place}.",
            "{place} the music is chosen by {who} or by you.",
            "{who} names two captains and you are one {time}.",
            "You talk with {who} about the next step {time}.",
            "{who} waits for someone to give directions {place}.",
            "{time} {who} and you write one letter together.",
            "{who} leaves a job open in the group {place}.",
            "Your view and that of {who} differ {time}.",
            "{who} comes to you with a plan for the team {place}.",
            "{time} a prize is given to {who} and you together.",
            "{who} stands at the door at the same moment as you {place}.",
        ],
        [
            "the lead", "the decision", "the plan", "the schedule", "the meeting", "the project", "the last word", "the money", "the work", "the agenda",
            "the roles", "the choice",
        ]);
}
