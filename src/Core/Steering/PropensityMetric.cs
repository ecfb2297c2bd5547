namespace SteerScope.Steering;

/// <summary>
/// What measures how much a model prefers the matching answer; the name in specs and tables is the snake_case form. The
/// sums also count what follows the letter, the closing bracket, and may differ in sign from the letter alone.
/// </summary>
public enum PropensityMetric
{
    /// <summary>logit(matching letter) - logit(other letter) at the position that predicts the letter.</summary>
    LetterLogitDiff,

    /// <summary>Difference of the sums of the logits of all answer tokens (Tan et al.'s repepo).</summary>
    LogitDiffSum,

    /// <summary>Difference of the sums of the log-probabilities of all answer tokens (steering-bench).</summary>
    LogprobDiffSum,
}
