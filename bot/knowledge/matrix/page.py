"""A matrix in; one page of HTML out that needs nothing else: to read, to print, and to import again."""

from __future__ import annotations

import html
from collections import Counter

from bot.knowledge.matrix.drawing import SHAPES, WORDS
from bot.knowledge.matrix.exported import CONDITION_HEAD, condition_rows
from bot.knowledge.matrix.matrices import ASKING, VERDICTS, Matrix, MatrixRow
from bot.knowledge.matrix.pictures import DARK, LIGHT

_STYLE = """
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1d21;--quiet:#5c5f66;--line:#d0d3d8;--head:#f3f4f6}
body{font:16px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:0 auto;
padding:2rem 1.5rem;max-width:90rem}
h1{font-size:1.6rem;margin:0}h2{font-size:1.2rem;margin:2rem 0 .6rem}
.quiet,caption{color:var(--quiet)}p{margin:.4rem 0}
.wide{overflow:auto;max-height:85vh;margin-top:1rem;border:1px solid var(--line);border-radius:6px}
.wide:focus-visible,a:focus-visible{outline:3px solid #2563eb;outline-offset:2px}
table{border-collapse:separate;border-spacing:0;width:100%}
caption{text-align:left;padding:.6rem .7rem}
th,td{padding:.45rem .7rem;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
td+td,th+td{border-left:1px solid var(--line)}
thead th{position:sticky;top:0;background:var(--head);z-index:2}
tbody th{font-weight:600;position:sticky;left:0;background:var(--paper);z-index:1}
thead th:first-child{left:0;z-index:3}
td.v{white-space:nowrap}sup{line-height:0}sup a{color:inherit}
ul.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.5rem;padding:0;margin:1rem 0 0}
ul.legend li{padding:.15rem .6rem;border-radius:4px}
td.text{min-width:18rem}td.names{min-width:14rem}
@media (max-width:40rem){body{padding:1rem .7rem}tbody th{position:static}}
@media print{body{padding:0;max-width:none;font-size:11px}.wide{overflow:visible;max-height:none;border:0}
thead{display:table-header-group}thead th,tbody th{position:static}tr{break-inside:avoid}
td,ul.legend li{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""


def to_html(matrix: Matrix) -> str:
    """Light or dark as the reader's screen is; every verdict has a shape and a word beside its colour."""
    title = html.escape(matrix.organisation or "Matrix")
    legend = "".join(
        f'<li class="v-{verdict.value}"><span aria-hidden="true">{SHAPES[verdict]}</span> {word}</li>'
        for verdict, word in WORDS.items()
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">\n'
        f'<meta name="generator" content="mayi export"><title>{title}: AI tools and data</title>\n'
        f"<style>{_STYLE}{_colours()}</style></head>\n"
        f"<body><main><h1>{title}</h1>\n<p>Which AI tool may be used with which data. {_summary(matrix)}</p>\n"
        f'<ul class="legend" aria-label="What the marks mean">{legend}</ul>\n{_matrix(matrix)}\n{_conditions(matrix)}'
        f'<p class="quiet">Policy version {html.escape(matrix.version)}</p></main></body></html>\n'
    )


def _colours() -> str:
    light, dark = (
        "".join(f".v-{name}{{background:#{ground};color:#{ink}}}" for name, (ground, ink) in colours.items())
        for colours in (LIGHT, DARK)
    )
    grounds = "--paper:#17191c;--ink:#e8e8e8;--quiet:#a9adb5;--line:#3a3d43;--head:#24272c"
    return f"{light}\n@media screen and (prefers-color-scheme:dark){{:root{{{grounds}}}{dark}}}"


def _summary(matrix: Matrix) -> str:
    counts = Counter(word for row in matrix.rows for word in row.cells)
    told = ", ".join(f"{counts[word]} {WORDS[verdict]}" for word, verdict in VERDICTS.items() if counts[word])
    return f"{len(matrix.rows)} tools, {len(matrix.columns)} kinds of data: {told or 'no cells'}."


def _matrix(matrix: Matrix) -> str:
    head = "".join(f'<th scope="col">{html.escape(column)}</th>' for column in matrix.columns)
    body = "".join(_row(matrix, row) for row in matrix.rows)
    return (
        '<div class="wide" role="region" aria-label="Tools and data" tabindex="0"><table>\n'
        f'<thead><tr><th scope="col">tool</th>{head}</tr></thead><tbody>\n{body}</tbody></table></div>'
    )


def _row(matrix: Matrix, row: MatrixRow) -> str:
    cells = "".join(_cell(matrix, row.label, column, word) for column, word in zip(matrix.columns, row.cells, strict=True))
    return f'<tr><th scope="row">{html.escape(row.label)}</th>{cells}</tr>\n'


def _cell(matrix: Matrix, row: str, column: str, word: str) -> str:
    verdict = VERDICTS[word]
    marks = " ".join(f'<a href="#c{number}">{number}</a>' for number in matrix.numbers(row, column) if VERDICTS[word] in ASKING)
    marks = f' <sup aria-label="conditions">{marks}</sup>' if marks else ""
    return f'<td class="v v-{verdict.value}"><span aria-hidden="true">{SHAPES[verdict]}</span> {WORDS[verdict]}{marks}</td>'


def _conditions(matrix: Matrix) -> str:
    """The conditions that the numbers in the cells stand for."""
    if not matrix.needs:
        return ""
    head = "".join(f'<th scope="col">{word}</th>' for word in CONDITION_HEAD)
    body = "".join(
        f'<tr id="c{row[0]}"><th scope="row">{row[0]}</th>'
        + "".join(f"<td{' class=text' if number == 1 else ''}>{html.escape(value)}</td>" for number, value in enumerate(row[1:]))
        + "</tr>\n"
        for row in condition_rows(matrix)
    )
    return (
        '<h2>Conditions</h2>\n<div class="wide" role="region" aria-label="Conditions" tabindex="0"><table>\n'
        f"<thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>\n"
    )
