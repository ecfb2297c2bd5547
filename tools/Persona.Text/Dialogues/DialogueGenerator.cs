using SteerScope.Persona.Text.Behaviours;
using SteerScope.Persona.Text.Questions;
using SteerScope.Prompts;

namespace SteerScope.Persona.Text.Dialogues;

/// <summary>
/// Makes dialogues. Each is a pure function of seed, index and options, and any eight in a row from a multiple of eight have the eight
/// personas once each: the behaviours are exactly independent.
/// </summary>
public sealed class DialogueGenerator
{
    private const int Personas = 8;

    private readonly long _seed;
    private readonly Dictionary<QuestionSet, QuestionGenerator> _questions =
        Enum.GetValues<QuestionSet>().ToDictionary(set => set, set => new QuestionGenerator(set));

    /// <summary>A generator.</summary>
    public DialogueGenerator(long seed) => _seed = seed;

    /// <summary>A dialogue.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <param name="options">What it is like.</param>
    public Dialogue Make(long index, DialogueOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MinQuestions, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxQuestions, options.MinQuestions, nameof(options));
        var random = RandomChoice.Stream(_seed, index);
        var count = options.MinQuestions + random.Below(options.MaxQuestions - options.MinQuestions + 1);

        // At most two behaviours, so that most answers have one before them to keep to.
        var first = random.Below(Behaviour.All.Count);
        var second = random.Below(Behaviour.All.Count);
        return Make(Persona(index), Enumerable.Range(0, count).Select(_ => random.Chance(0.5) ? first : second), options, random);
    }

    /// <summary>
    /// A dialogue of two questions before a last one, on which accuracy is measured. The first two are on the last one's behaviour
    /// or, without evidence, on the two others.
    /// </summary>
    /// <param name="index">Which, from 0.</param>
    /// <param name="behaviour">Index of the last question's behaviour.</param>
    /// <param name="evidence">Whether the first two tell of it.</param>
    /// <param name="options">What it is like; the number of questions is not used.</param>
    public Dialogue MakeTrial(long index, int behaviour, bool evidence, DialogueOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentNullException.ThrowIfNull(options);
        var count = Behaviour.All.Count;
        int[] asked = evidence ? [behaviour, behaviour, behaviour] : [(behaviour + 1) % count, (behaviour + 2) % count, behaviour];
        return Make(Persona(index), asked, options, RandomChoice.Stream(_seed, ~((index * count) + behaviour)));
    }

    private Dialogue Make(bool[] persona, IEnumerable<int> behaviours, DialogueOptions options, SplitMix64 random)
    {
        var told = new bool[persona.Length];
        var answers = new List<Answer>();
        foreach (var behaviour in behaviours)
        {
            var question = _questions[options.Set].Next(Behaviour.All[behaviour], random.Below(2), random, options.Bare);
            var matching = persona[behaviour];
            var pole = question.Behaviour.Pole(matching);
            var described = random.Chance(options.SelfDescription);
            var stated = described && options.StatedOption > 0 && random.Chance(options.StatedOption);
            var text = (described ? $" I am {random.Pick(pole.Traits)}." : string.Empty) + (stated ? $" {question.Option(matching)}." : string.Empty) + $" ({question.Letter(matching)}"
                + (random.Chance(options.Reason) ? $" {random.Pick(pole.Openers)}, since {random.Pick(pole.Reasons)}." : ")");
            answers.Add(new Answer(question, matching, told[behaviour] || described, text));
            told[behaviour] = true;
        }

        return new Dialogue(persona, answers);
    }

    private bool[] Persona(long index)
    {
        Span<int> order = stackalloc int[Personas];
        for (var i = 0; i < Personas; i++)
        {
            order[i] = i;
        }

        RandomChoice.Stream(~_seed, index / Personas).Shuffle(order);
        var bits = order[(int)(index % Personas)];
        return [(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0];
    }
}
