namespace SteerScope.Persona.Text.Questions;

/// <summary>
/// What belongs to which <see cref="QuestionSet"/>: of every six situations, and of every six combinations of a verb and a thing,
/// four are for training. Each verb and each thing is trained on, but not that verb of that thing.
/// </summary>
internal static class SetRule
{
    private const int Period = 6;

    public static bool HasSituation(QuestionSet set, int situation) => Of(situation) == set;

    public static bool HasOption(QuestionSet set, int verb, int thing) => Of(verb + thing) == set;

    private static QuestionSet Of(int index) => (index % Period) switch
    {
        4 => QuestionSet.Validation,
        5 => QuestionSet.Test,
        _ => QuestionSet.Training,
    };
}
