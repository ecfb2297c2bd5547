namespace SteerScope.Steering;

/// <summary>Where the vector is added to resid_post (steering-bench core/hook.py for <see cref="Answer"/>).</summary>
public enum AddingPositions
{
    /// <summary><c>answer</c>: from the token that predicts the letter to the end of the answer.</summary>
    Answer,

    /// <summary><c>all</c>: every position, BOS included.</summary>
    All,

    /// <summary><c>last</c>: the token that predicts the letter, and no other.</summary>
    Last,
}
