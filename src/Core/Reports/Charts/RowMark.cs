namespace SteerScope.Reports.Charts;

/// <summary>What is drawn in a row.</summary>
internal enum RowMark
{
    /// <summary>A bar from zero.</summary>
    Bar,

    /// <summary>A striped bar from zero.</summary>
    StripedBar,

    /// <summary>A box over the quartiles with whiskers to 5 and 95 %, and a mark at the mean.</summary>
    Box,

    /// <summary>A mark alone.</summary>
    Point,
}
