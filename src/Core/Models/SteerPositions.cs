using System.Globalization;

namespace SteerScope.Models;

/// <summary>At which positions of a sequence a vector is added: all, the last one, or all from a position on.</summary>
public readonly record struct SteerPositions
{
    private const string FromPrefix = "from:";

    private readonly int? first;

    private SteerPositions(int? first, bool last)
    {
        this.first = first;
        IsLast = last;
    }

    /// <summary>Every position.</summary>
    public static SteerPositions All { get; } = new(null, false);

    /// <summary>The last position only.</summary>
    public static SteerPositions Last { get; } = new(null, true);

    private bool IsLast { get; }

    /// <summary>Every position from <paramref name="position"/> (counted from 0) to the end.</summary>
    public static SteerPositions From(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        return new SteerPositions(position, false);
    }

    /// <summary>Reads <c>all</c>, <c>last</c> or <c>from:K</c>.</summary>
    /// <exception cref="InputException">The text is none of these.</exception>
    public static SteerPositions Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text switch
        {
            "all" => All,
            "last" => Last,
            _ when text.StartsWith(FromPrefix, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(FromPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var position) => From(position),
            _ => throw new InputException($"Positions \"{text}\" must be all, last or from:K, where K counts from 0."),
        };
    }

    /// <summary>The first of the positions in a sequence of <paramref name="length"/> tokens; all from there on belong to them.</summary>
    /// <exception cref="InputException">The sequence ends before the first position.</exception>
    public int Start(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        var start = IsLast ? length - 1 : first ?? 0;
        return start < length
            ? start
            : throw new InputException($"Positions \"{this}\" begin after the last of {length} tokens; K must be at most {length - 1}.");
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => IsLast ? "last" : first is { } position ? $"{FromPrefix}{position}" : "all";
}
