namespace SteerScope.Reports.Pages;

/// <summary>
/// The style sheet. Colours are variables, so that dark screens and paper change them in one place; the series colours
/// come from palettes that colour-blind readers can tell apart (Okabe and Ito; Tol), darkened or lightened for contrast.
/// </summary>
internal static class PageStyle
{
    /// <summary>The style sheet; it holds no character that XML would want escaped.</summary>
    public const string Css = """

        :root {
          --ink: #1b1f24; --muted: #57606b; --paper: #fff; --panel: #f5f6f8; --rule: #d5dae0; --grid: #e6e9ed; --link: #0b5c96;
          --vector: #0072b2; --reconstruction: #c24e00; --matching: #00795a; --not-matching: #9c3587; --shared: #b36b00; --text-series: #69737f;
          --yes: #00704f; --parts: #8a5a00; --no: #b3261e;
          --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Palatino Linotype", Georgia, "DejaVu Serif", serif;
          --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif;
          --mono: ui-monospace, "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root {
            --ink: #e7e9ec; --muted: #a6afba; --paper: #13161a; --panel: #1c2127; --rule: #39414b; --grid: #272d35; --link: #7cc0f2;
            --vector: #56b4e9; --reconstruction: #f0883e; --matching: #3cc79e; --not-matching: #d98bcb; --shared: #e6ab2e; --text-series: #929ca8;
            --yes: #4fd1a5; --parts: #e6ab2e; --no: #ff8a80;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-behavior: smooth; }
        body { margin: 0 auto; padding: 3rem 2rem 5rem; max-width: 72rem; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 var(--sans); overflow-wrap: break-word; }
        h1, h2, h3 { font-family: var(--serif); line-height: 1.25; font-weight: 700; text-wrap: balance; }
        h1 { font-size: 2.4rem; margin: 0 0 .6rem; }
        h2 { font-size: 1.7rem; margin: 4rem 0 1rem; padding-top: 1.2rem; border-top: 2px solid var(--ink); }
        h3 { font-size: 1.25rem; margin: 2.5rem 0 .8rem; }
        p, dd { max-width: 44rem; margin: 0 0 1rem; }
        a { color: var(--link); text-underline-offset: .15em; }
        a:focus-visible, .scroll:focus-visible, summary:focus-visible, pre:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
        .skip { position: absolute; left: -100rem; }
        .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem; }
        .eyebrow { color: var(--muted); font-size: .9375rem; letter-spacing: .03em; margin-bottom: .4rem; }
        .lead { font-size: 1.15rem; }
        .note, .missing { color: var(--muted); font-size: .9375rem; }
        .missing { border-left: 3px solid var(--rule); padding-left: 1rem; }
        nav ol { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; list-style: none; padding: .9rem 0 0; margin: 1.5rem 0 0; border-top: 1px solid var(--rule); font-size: .9375rem; }
        .notice { margin: 2rem 0 0; padding: .7rem 1rem; background: var(--panel); border-left: 4px solid var(--parts); max-width: none; }
        .verdict { --tone: var(--muted); border: 1px solid var(--rule); border-left: 5px solid var(--tone); border-radius: 4px; padding: 1.1rem 1.4rem .5rem; margin: 0 0 1.2rem; background: var(--panel); }
        .verdict h3 { margin: 0 0 .5rem; display: flex; flex-wrap: wrap; gap: .2rem 1rem; align-items: baseline; }
        .verdict p { max-width: 56rem; }
        .findings { max-width: 56rem; padding-left: 1.4rem; } .findings li { margin: 0 0 .6rem; }
        .badge { color: var(--tone); font: 600 .9375rem/1.4 var(--sans); white-space: nowrap; }
        .trust-yes { --tone: var(--yes); } .trust-parts { --tone: var(--parts); } .trust-no { --tone: var(--no); } .trust-none { --tone: var(--muted); }
        figure { margin: 0; display: grid; grid-template-columns: minmax(0, 45rem) minmax(0, 1fr); gap: 1.2rem 2.5rem; align-items: start; }
        figcaption { font-size: .9375rem; line-height: 1.55; border-top: 1px solid var(--rule); padding-top: .7rem; }
        .panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr)); gap: 1.4rem 2rem; margin-bottom: 1.4rem; }
        .panel, .wide, .narrow { overflow-x: auto; }
        .panel-title { font-weight: 600; font-size: .9375rem; margin: 0 0 .3rem; }
        .narrow { display: none; }
        .legend { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; list-style: none; padding: 0; margin: 0 0 1rem; font-size: .9375rem; }
        .legend li { display: flex; align-items: center; gap: .5rem; }
        .chart { display: block; width: 100%; height: auto; min-width: 340px; font-family: var(--sans); }
        .wide .chart { min-width: 44rem; }
        .chart text { font-size: 14px; fill: var(--ink); }
        .chart .tick, .chart .axis-label { fill: var(--muted); }
        .chart .tick, .chart .row-value { font-variant-numeric: tabular-nums; }
        .chart .row-heading { font-weight: 600; fill: var(--muted); paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
        .chart .mark-label { fill: var(--c); font-weight: 600; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
        .grid { stroke: var(--grid); stroke-width: 1; } .grid.zero { stroke: var(--muted); } .axis { stroke: var(--muted); stroke-width: 1; }
        .focus { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 2 3; } .shade { fill: var(--reconstruction); opacity: .1; }
        .line { stroke: var(--c); stroke-width: 2; fill: none; } .line.thin { stroke-width: 1.5; } .line.median { stroke-width: 2.5; }
        .bar, .fill { fill: var(--c); } .fill.soft { opacity: .35; } .box { fill: var(--c); fill-opacity: .22; stroke: var(--c); stroke-width: 1.5; } .band { fill: var(--c); opacity: .16; }
        .mark { fill: var(--c); stroke: var(--paper); stroke-width: 1; } .mark-open { fill: var(--paper); stroke: var(--c); stroke-width: 2; }
        .c-vector { --c: var(--vector); } .c-reconstruction { --c: var(--reconstruction); } .c-matching { --c: var(--matching); } .c-not-matching { --c: var(--not-matching); }
        .c-shared { --c: var(--shared); } .c-text { --c: var(--text-series); } .c-ink { --c: var(--ink); }
        details.numbers { margin: 1rem 0 0; font-size: .9375rem; } summary { cursor: pointer; color: var(--link); }
        .scroll { overflow-x: auto; margin: 1rem 0 1.5rem; max-width: 100%; }
        details .scroll { max-height: 26rem; overflow-y: auto; }
        @media screen and (min-width: 68rem) { .bleed { max-width: none; width: fit-content; min-width: 100%; position: relative; left: 50%; transform: translateX(-50%); } .bleed { max-width: min(96vw, 92rem); } }
        table { border-collapse: collapse; font-size: .9375rem; font-variant-numeric: tabular-nums; line-height: 1.4; }
        caption { text-align: left; font-weight: 600; padding: 0 0 .5rem; }
        th, td { padding: .35rem .8rem; text-align: right; border-bottom: 1px solid var(--rule); vertical-align: baseline; }
        th:first-child, td:first-child { text-align: left; padding-left: 0; }
        thead th { color: var(--muted); font-weight: 600; vertical-align: bottom; }
        tbody th { font-weight: 500; }
        td { white-space: nowrap; } .words { text-align: left; white-space: normal; min-width: 8rem; }
        .layers { font-size: .875rem; } .layers th, .layers td { padding: .35rem .32rem; } .layers tbody th:first-child { position: sticky; left: 0; background: var(--paper); }
        .layers .name { text-align: left; white-space: nowrap; } .layers .badge { font-size: .875rem; }
        .layers .groups th { text-align: left; color: var(--ink); border-bottom: 0; } .layers .groups td { border-bottom: 0; } .layers .groups th, .layers .first { padding-left: .9rem; }
        .layers .group th { font-weight: 700; padding-top: 1rem; } .layers .focus td, .layers tbody .focus th:first-child { background: var(--panel); font-weight: 600; }
        .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); gap: 1rem 2.5rem; margin: 0; }
        .facts dd, .method dd { margin: 0; } dt { font-weight: 600; } .facts dt { color: var(--muted); font-size: .9375rem; }
        .method dt { margin-top: 1rem; }
        pre { background: var(--panel); border: 1px solid var(--rule); border-radius: 4px; padding: .8rem 1rem; font: .9375rem/1.5 var(--mono); white-space: pre-wrap; overflow-x: auto; max-width: 44rem; }
        #run td { font-family: var(--mono); text-align: left; white-space: normal; overflow-wrap: anywhere; }
        @media screen and (max-width: 68rem) { figure { grid-template-columns: minmax(0, 45rem); } }
        @media screen and (max-width: 48rem) {
          body { padding: 1.5rem 1rem 3rem; } h1 { font-size: 1.9rem; } h2 { font-size: 1.45rem; margin-top: 3rem; }
          .wide { display: none; } .narrow { display: block; } .verdict { padding: 1rem 1rem .3rem; }
          .narrow, .panel { max-width: 30rem; }
        }
        @media print {
          @page { size: A4; margin: 16mm 14mm; }
          @page landscape { size: A4 landscape; margin: 12mm; }
          body { padding: 0; max-width: none; font-size: 10.5pt; }
          nav, .skip, details.numbers { display: none; }
          h2 { margin-top: 1.5rem; } dt { break-after: avoid; } .facts div { break-inside: avoid; } .landscape .note { max-width: none; font-size: 8pt; } .landscape .lead { max-width: none; font-size: 10pt; }
          h2, h3, .panel-title, .legend { break-after: avoid; } .panel, .verdict, tr, figcaption, .wide { break-inside: avoid; }
          #figures, .landscape, #warnings { break-before: page; }
          figure { display: block; } figcaption { margin-top: .6rem; }
          .panels { grid-template-columns: 1fr 1fr; } .wide .chart, .chart { min-width: 0; } .wide .chart { max-height: 110mm; }
          .landscape { page: landscape; } .layers tbody th:first-child { position: static; } .scroll, .panel, .wide { overflow: visible; }
          .layers, .layers .badge { font-size: 8pt; } .layers th, .layers td { padding: .2rem .3rem; }
          thead { display: table-header-group; } a { color: inherit; text-decoration: none; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }

        """;
}
