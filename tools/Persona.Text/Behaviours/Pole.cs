namespace SteerScope.Persona.Text.Behaviours;

/// <summary>One of the two ways to be on a behaviour, in words.</summary>
/// <param name="Traits">What completes "I am ...".</param>
/// <param name="Verbs">What the speaker does to a <see cref="Behaviour.Objects">thing</see>.</param>
/// <param name="Openers">First word of a reason. No other pole has it: it is known as soon as the letter is.</param>
/// <param name="Reasons">What completes "since ...".</param>
public sealed record Pole(IReadOnlyList<string> Traits, IReadOnlyList<string> Verbs, IReadOnlyList<string> Openers, IReadOnlyList<string> Reasons);
