namespace SteerScope.Prompts;

/// <summary>Why a row of a behaviour file is not used.</summary>
public enum LeftOutReason
{
    /// <summary>An answer is a list of answers: there is no single one to compare.</summary>
    AnswerIsList,

    /// <summary>An answer has no text or no ids.</summary>
    EmptyAnswer,

    /// <summary>Both answers are the same.</summary>
    EqualAnswers,

    /// <summary>Letters are expected and an answer is not one.</summary>
    NotALetter,

    /// <summary>A letter is not in the list of allowed ones.</summary>
    LetterNotAllowed,

    /// <summary>The text forges a control token of the template, and the tokenizer cannot spell it out in that place.</summary>
    ControlTokenInText,

    /// <summary>A full text has more tokens than allowed.</summary>
    TooLong,

    /// <summary>The texts differ from their first token on, so that nothing predicts the letter.</summary>
    NoCommonPrefix,

    /// <summary>One answer's tokens are the beginning of the other's: there is no token to read in both.</summary>
    NoDifferingToken,

    /// <summary>The tokenizer merges the letter with its neighbours.</summary>
    LetterNotOneToken,

    /// <summary>The texts differ in more than the letter.</summary>
    DiffersBeyondLetter,
}
