namespace SteerScope.Saes;

/// <summary>Handles the direction of one feature.</summary>
/// <param name="feature">Index of the feature.</param>
/// <param name="row">W_dec[feature], [d]; valid during the call only.</param>
public delegate void SaeRowHandler(int feature, ReadOnlySpan<double> row);
