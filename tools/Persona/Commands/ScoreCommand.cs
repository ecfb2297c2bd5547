using System.CommandLine;
using System.Text.Json;
using SteerScope.Persona.Evaluation;
using SteerScope.Persona.Text.Questions;
using SteerScope.Prompts;

namespace SteerScope.Persona.Commands;

/// <summary><c>persona score</c>: accuracies and slopes of one model folder.</summary>
internal static class ScoreCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "model folder, such as a checkpoint of train", HelpName = "FOLDER", Required = true };
        var output = Shared.Out("folder to write scores.json and the questions to");
        var set = Shared.Set(QuestionSet.Validation);
        var read = new Option<string>("--read")
        {
            Description = "where vectors are read: letter or last_answer_token (default: letter)",
            HelpName = "TOKEN",
            DefaultValueFactory = _ => SnakeCase.Of(ReadPosition.Letter),
        };
        var questions = new Option<int>("--questions") { Description = "questions per behaviour for vectors, and as many for slopes (default: 100)", HelpName = "N", DefaultValueFactory = _ => 100 };
        var threads = Shared.Threads();
        var command = new Command("score", "accuracy with and without evidence, and the slope of every layer") { model, output, set, read, questions, threads };
        command.SetAction((parse, cancellation) =>
        {
            var folder = parse.GetRequiredValue(output);
            var count = Shared.Positive(parse, questions);
            var options = new ScoringOptions
            {
                Set = SnakeCase.Parse<QuestionSet>(parse.GetRequiredValue(set), "--set"),
                Read = SnakeCase.Parse<ReadPosition>(parse.GetRequiredValue(read), "--read"),
                Trials = count,
                VectorQuestions = count,
                SlopeQuestions = count,
                Multipliers = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5],
            };
            Directory.CreateDirectory(folder);
            var score = new Scorer(options, Path.Combine(folder, "questions"), Shared.Positive(parse, threads)).Run(parse.GetRequiredValue(model), cancellation);
            File.WriteAllText(Path.Combine(folder, "scores.json"), JsonSerializer.Serialize(score, Indented));
            Console.Out.WriteLine(ScoreText.Line(score));
            foreach (var line in ScoreText.Lines(score))
            {
                Console.Out.WriteLine(line);
            }

            return Task.FromResult(0);
        });
        return command;
    }
}
