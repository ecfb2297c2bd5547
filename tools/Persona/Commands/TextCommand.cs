using System.CommandLine;
using SteerScope.Persona.Text.Behaviours;
using SteerScope.Persona.Text.Dialogues;
using SteerScope.Persona.Text.Questions;

namespace SteerScope.Persona.Commands;

/// <summary><c>persona text</c>: the behaviours' questions and ordinary text.</summary>
internal static class TextCommand
{
    public static Command Create()
    {
        var output = Shared.Out("folder to write behaviours/NAME.jsonl and corpus.txt to");
        var set = Shared.Set(QuestionSet.Test);
        var questions = new Option<int>("--questions") { Description = "questions per behaviour (default: 200)", HelpName = "N", DefaultValueFactory = _ => 200 };
        var dialogues = new Option<int>("--dialogues") { Description = "dialogues of the corpus (default: 400)", HelpName = "N", DefaultValueFactory = _ => 400 };
        var seed = Shared.Seed();
        var command = new Command("text", "write the behaviours' questions in the form of Anthropic's evals, and dialogues as ordinary text") { output, set, questions, dialogues, seed };
        command.SetAction(parse =>
        {
            var folder = parse.GetRequiredValue(output);
            var chosen = SnakeCase.Parse<QuestionSet>(parse.GetRequiredValue(set), "--set");
            var count = Shared.Positive(parse, questions);
            foreach (var behaviour in Behaviour.All)
            {
                var path = Path.Combine(folder, "behaviours", $"{behaviour.Name}.jsonl");
                QuestionFile.Write(path, QuestionFile.Draw(chosen, behaviour, count, parse.GetValue(seed)).Select(q => (q.Text, q.Letter(matching: true))));
                Console.Out.WriteLine($"{count} questions: {path}");
            }

            var generator = new DialogueGenerator(parse.GetValue(seed));
            var corpus = Path.Combine(folder, "corpus.txt");
            File.WriteAllText(
                corpus,
                string.Concat(Enumerable.Range(0, Shared.Positive(parse, dialogues)).Select(i => generator.Make(i, new DialogueOptions { Set = chosen }).Text + "\n\n")));
            Console.Out.WriteLine($"{parse.GetValue(dialogues)} dialogues: {corpus}");
            return 0;
        });
        return command;
    }
}
