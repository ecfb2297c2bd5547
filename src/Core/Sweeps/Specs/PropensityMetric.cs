namespace SteerScope.Sweeps.Specs;

/// <summary>How a preference for the matching answer is measured.</summary>
public enum PropensityMetric
{
    /// <summary>Logit of the matching letter minus that of the other at the predicting position.</summary>
    LetterLogitDiff,

    /// <summary>Sum of logits over all answer tokens, matching minus other.</summary>
    LogitDiffSum,

    /// <summary>Sum of log-probabilities over all answer tokens, matching minus other (steering-bench).</summary>
    LogprobDiffSum,
}
