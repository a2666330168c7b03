/// The look of pages: one style sheet, the same bytes in every page, so that its hash is known.
///
/// Every metric has one colour, the same in all charts and dark enough (or, on dark paper, light enough)
/// to stand out by 3 : 1; text stands out by 4.5 : 1. No meaning hangs on a colour alone: marks differ in
/// shape, lines have names, verdicts are words.
enum PageStyle {
  /// The whole style sheet.
  static var text: String { "\(colors)\(page)\(tables)\(charts)\(adaptations)" }

  /// How the security policy names it.
  static let source = "'sha256-\(Base64.text(SHA256.hash(Array(text.utf8))))'"

  private static let colors = """
    :root{color-scheme:light dark;--paper:#fdfdfc;--raised:#f4f5f4;--ink:#1b1e22;--soft:#586069;
    --line:#dcdfe2;--grid:#e8eaec;--link:#0b5cad;
    --queue:#0a6fb4;--processing:#b25600;--end:#00795c;--flight:#6b4fa8;--pushed:#5d6771;
    --done:#a23f7b;--failed:#c0281c;--base:#6a737d;
    --pass:#0d6b4c;--fail:#b3241a;--inconclusive:#855500;--invalid:#7a3a92}
    @media(prefers-color-scheme:dark){:root{--paper:#14171a;--raised:#1d2125;--ink:#e6e8ea;
    --soft:#a3abb3;--line:#343a40;--grid:#272c31;--link:#7db7f0;
    --queue:#6cb3ec;--processing:#f0a04b;--end:#46c79d;--flight:#b7a1e6;--pushed:#a9b3bc;
    --done:#e592c0;--failed:#ff8272;--base:#98a2ab;
    --pass:#5bd0a4;--fail:#ff8a7c;--inconclusive:#e8b14d;--invalid:#d3a0e6}}

    """

  private static let page = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%}
    body{margin:0 auto;max-width:76rem;padding:1.5rem 1.25rem 3rem;background:var(--paper);
    color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",
    "Noto Sans","Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums;
    overflow-wrap:anywhere}
    a{color:var(--link)}
    :focus-visible{outline:2px solid var(--link);outline-offset:2px}
    header{border-left:4px solid currentColor;padding-left:1rem;margin-bottom:1.5rem}
    header>*{color:var(--ink)}
    h1{font-size:1.6rem;line-height:1.25;margin:0;font-weight:650}
    .verdict{margin:0 0 .15rem;font-weight:700;letter-spacing:.06em;font-size:.85rem}
    .reason{margin:.35rem 0 0;font-size:1.05rem;max-width:60rem}
    .pass,.pass>.verdict{color:var(--pass)}.fail,.fail>.verdict{color:var(--fail)}
    .inconclusive,.inconclusive>.verdict{color:var(--inconclusive)}
    .invalid,.invalid>.verdict{color:var(--invalid)}.warn{color:var(--inconclusive)}
    .word{font-weight:600}
    .alert{margin:.75rem 0 0;font-weight:600}
    section{margin-top:2.25rem}
    h2{font-size:1.15rem;margin:0 0 .75rem;padding-bottom:.3rem;font-weight:650;
    border-bottom:1px solid var(--line)}
    h3{font-size:.95rem;margin:0;font-weight:650}
    p,ul{margin:.5rem 0}
    ul{padding-left:1.2rem}
    .note,small{color:var(--soft);font-size:.85rem}
    .note{max-width:60rem}
    .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:1px;
    background:var(--line);border:1px solid var(--line);border-radius:6px;overflow:hidden;margin:0}
    .figures>div{background:var(--paper);padding:.6rem .8rem}
    .figures dt{color:var(--soft);font-size:.8rem}
    .figures dd{margin:0;font-size:1.3rem;font-weight:600;line-height:1.3}
    .figures dd small{display:block;font-weight:400;font-size:.8rem}
    .facts{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0}
    .facts dt{color:var(--soft)}
    .facts dd{margin:0}
    summary{cursor:pointer;color:var(--soft);font-size:.85rem;padding:.2rem 0}
    pre{background:var(--raised);padding:.8rem;border-radius:6px;overflow:auto;font-size:.8rem;
    line-height:1.4;max-height:40rem}
    footer{margin-top:2.5rem;border-top:1px solid var(--line);padding-top:.6rem}

    """

  private static let tables = """
    .scroll{overflow-x:auto;margin:.5rem 0}
    table{border-collapse:collapse;min-width:min(100%,30rem);font-size:.9rem;overflow-wrap:normal}
    th,td{padding:.3rem 1.15rem .3rem 0;text-align:left;vertical-align:top;
    border-bottom:1px solid var(--grid)}
    tr>:last-child{padding-right:0}
    thead th{color:var(--soft);font-weight:500;font-size:.8rem;border-bottom-color:var(--line);
    vertical-align:bottom;white-space:nowrap}
    tbody th{font-weight:500;white-space:nowrap;position:sticky;left:0;background:var(--paper)}
    tbody th.long{white-space:normal;min-width:12rem;position:static}
    td{min-width:4rem}
    .number{text-align:right;white-space:nowrap}
    td.text{min-width:11rem}
    td small{display:block}
    caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}

    """

  private static let charts = """
    .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(28rem,100%),1fr));
    gap:0 3rem}
    .pair>section{min-width:0}
    .beside{display:flex;flex-wrap:wrap;gap:.5rem 3.5rem;align-items:flex-start}
    .beside>div{max-width:100%}
    .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(20rem,100%),1fr));
    gap:1.75rem 1.5rem}
    figure{margin:0;min-width:0}
    figure+figure,.charts+figure{margin-top:1.75rem}
    .charts figure+figure{margin-top:0}
    .key{display:flex;flex-wrap:wrap;gap:.1rem 1rem;margin:.2rem 0 .4rem;padding:0;list-style:none;
    color:var(--soft);font-size:.85rem}
    .key svg{display:inline-block;width:1em;height:.8em;margin-right:.35em}
    .plot{padding:0 1.4rem 0 3.6rem}
    .plot>svg{display:block;width:100%;overflow:visible}
    svg text{font-size:11px;fill:var(--soft)}
    svg text.name{fill:var(--ink);font-size:12px;font-weight:600}
    svg .end{text-anchor:end}svg .middle{text-anchor:middle}
    .grid line{stroke:var(--grid)}.axis line{stroke:var(--soft)}
    .mark{stroke:var(--ink);stroke-dasharray:3 3}
    .halo{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
    .fill-queue{fill:var(--queue)}.fill-processing{fill:var(--processing)}.fill-end{fill:var(--end)}
    .fill-flight{fill:var(--flight)}.fill-pushed{fill:var(--pushed)}.fill-done{fill:var(--done)}
    .fill-failed{fill:var(--failed)}.fill-base{fill:var(--base)}
    .area{fill-opacity:.16}
    .stroke-flight{stroke:var(--flight)}.stroke-pushed{stroke:var(--pushed)}
    .stroke-done{stroke:var(--done)}.stroke-failed{stroke:var(--failed)}
    .stroke-end{stroke:var(--end)}.stroke-queue{stroke:var(--queue)}
    .stroke-processing{stroke:var(--processing)}.stroke-base{stroke:var(--base)}
    .curve{fill:none;stroke-width:1.6;vector-effect:non-scaling-stroke;stroke-linejoin:round}
    .dashed{stroke-dasharray:5 3}
    .cross{fill:none;stroke-width:1.8}
    .point{fill-opacity:.62}
    .level-1{fill-opacity:.42}.level-2{fill-opacity:.6}.level-3{fill-opacity:.8}
    .hover{fill:var(--ink);fill-opacity:0}.hover:hover{fill-opacity:.07}
    .bars .below{fill-opacity:.5}
    .bars rect:hover{fill-opacity:.75}
    .spread{stroke-width:2}

    """

  private static let adaptations = """
    @media(max-width:40rem){body{padding:1rem .8rem 2rem;font-size:14px}h1{font-size:1.3rem}
    .figures{grid-template-columns:repeat(2,1fr)}.figures dd{font-size:1.1rem}
    .plot{padding-left:3.2rem}}
    @media print{body{max-width:none;padding:0;font-size:9.5pt}.scroll,pre{overflow:visible;
    max-height:none}section{margin-top:1.2rem}figure,tr,.figures{break-inside:avoid}
    h2,h3{break-after:avoid}pre{white-space:pre-wrap}tbody th{position:static}}
    """
}
