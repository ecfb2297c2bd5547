namespace SteerScope.Reports.Charts;

/// <summary>What a chart says of itself to someone who does not see it.</summary>
/// <param name="Id">Unique on the page.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Description">What can be read from it.</param>
internal sealed record ChartText(string Id, string Title, string Description);
