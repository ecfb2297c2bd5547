namespace SteerScope.Reports.Charts;

/// <summary>Shape of a mark: no meaning hangs on colour alone.</summary>
internal enum MarkerShape
{
    /// <summary>A filled circle.</summary>
    Circle,

    /// <summary>A filled square.</summary>
    Square,

    /// <summary>A filled triangle.</summary>
    Triangle,

    /// <summary>A filled diamond.</summary>
    Diamond,

    /// <summary>An open diamond.</summary>
    OpenDiamond,
}
