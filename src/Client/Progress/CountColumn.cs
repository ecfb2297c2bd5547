using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SteerScope.Client.Progress;

/// <summary>Items done and in all.</summary>
internal sealed class CountColumn : ProgressColumn
{
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(string.Create(CultureInfo.InvariantCulture, $"{task.Value:0}/{task.MaxValue:0}")).RightJustified();

    public override int? GetColumnWidth(RenderOptions options) => 11;
}
