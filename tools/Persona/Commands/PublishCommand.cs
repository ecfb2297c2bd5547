using System.CommandLine;
using SteerScope.Files;
using SteerScope.Persona.Evaluation;
using SteerScope.Persona.Models;
using SteerScope.Persona.Publishing;
using SteerScope.Persona.Text.Questions;

namespace SteerScope.Persona.Commands;

/// <summary><c>persona publish</c>: a checkpoint in bfloat16 with the scores of just these files on a card.</summary>
internal static class PublishCommand
{
    public static Command Create()
    {
        var checkpoint = new Option<string>("--checkpoint") { Description = "checkpoint of train", HelpName = "FOLDER", Required = true };
        var output = Shared.Out("model folder to write");
        var questions = new Option<int>("--questions") { Description = "test questions per behaviour for vectors, and as many for slopes (default: 200)", HelpName = "N", DefaultValueFactory = _ => 200 };
        var threads = Shared.Threads();
        var command = new Command("publish", "round a checkpoint to bfloat16, score it on test questions, and write its card") { checkpoint, output, questions, threads };
        command.SetAction((parse, cancellation) =>
        {
            var folder = parse.GetRequiredValue(output);
            var count = Shared.Positive(parse, questions);
            ModelFolder.CopyRounded(parse.GetRequiredValue(checkpoint), folder);
            var options = new ScoringOptions
            {
                Set = QuestionSet.Test,
                Trials = count,
                VectorQuestions = count,
                SlopeQuestions = count,
                Multipliers = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5],
            };
            var scratch = Directory.CreateTempSubdirectory("steerscope-persona-");
            try
            {
                var score = new Scorer(options, scratch.FullName, Shared.Positive(parse, threads)).Run(folder, cancellation);
                using var weights = SafetensorsFile.Open(Path.Combine(folder, "model.safetensors"));
                var total = weights.Names.Sum(name => weights.Tensor(name).Count);
                File.WriteAllText(Path.Combine(folder, "README.md"), ModelCard.Text(score.Behaviours[0].SlopeAll.Count, total, score));
                Console.Out.WriteLine(ScoreText.Line(score));
            }
            finally
            {
                scratch.Delete(recursive: true);
            }

            return Task.FromResult(0);
        });
        return command;
    }
}
