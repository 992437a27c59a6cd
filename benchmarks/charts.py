"""Small charts as SVG: bars and lines, readable in light and dark, without anything to install.

Colours are told apart by people who see few of them; every bar and line also has its name and its figure beside it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH = 720
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1c2128; } .soft { fill: #59626d; font-size: 12px; } .title { font-weight: 600; font-size: 14px; }
.edge { stroke: #c9ced6; fill: none; } .k0 { fill: #0b63b0; } .k1 { fill: #b5520b; } .k2 { fill: #6b7480; } .k3 { fill: #7a3e9d; }
.l0 { stroke: #0b63b0; } .l1 { stroke: #b5520b; } .l2 { stroke: #6b7480; } .l3 { stroke: #7a3e9d; } .line { fill: none; stroke-width: 2.2; }
.d1 { stroke-dasharray: 7 4; } .d2 { stroke-dasharray: 2 4; } .d3 { stroke-dasharray: 10 3 2 3; } .paper { fill: #ffffff; }
@media (prefers-color-scheme: dark) {
text { fill: #e6e9ed; } .soft { fill: #a7b0bb; } .edge { stroke: #4a4f57; } .k0 { fill: #6cb4f5; } .k1 { fill: #f0a05a; } .k2 { fill: #9aa4b0; } .k3 { fill: #cf9bea; }
.l0 { stroke: #6cb4f5; } .l1 { stroke: #f0a05a; } .l2 { stroke: #9aa4b0; } .l3 { stroke: #cf9bea; } .paper { fill: #14171b; }
}
"""


def drawn(title: str, height: int, inner: Sequence[str]) -> str:
    """Return a whole picture."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" aria-label="{escape(title)}">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n"
        f'<rect class="paper" width="{WIDTH}" height="{height}" rx="6"/>\n<text class="title" x="16" y="26">{escape(title)}</text>\n'
        + "\n".join(inner)
        + "\n</svg>\n"
    )


def figure(value: float) -> str:
    """Return a number as it is read: three figures, thousands parted."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def bars(title: str, unit: str, rows: Sequence[tuple[str, float, int]]) -> str:
    """Return a bar for each row: its name, its value, and the colour (0 to 3) of its kind."""
    left, right = 292, WIDTH - 84
    most = max(value for _, value, _ in rows)
    out = []
    for index, (name, value, kind) in enumerate(rows):
        y = 46 + 26 * index
        wide = max(1.5, (right - left) * value / most)
        out.append(f'<text x="{left - 10}" y="{y + 14}" text-anchor="end">{escape(name)}</text>')
        out.append(f'<rect class="k{kind}" x="{left}" y="{y + 1}" width="{wide:.1f}" height="18" rx="2"/>')
        out.append(f'<text class="soft" x="{left + wide + 7:.1f}" y="{y + 14}">{figure(value)} {escape(unit)}</text>')
    return drawn(title, 58 + 26 * len(rows), out)


def lines(title: str, across: str, upward: str, series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Return a line for each series over a logarithmic axis; upward it is logarithmic too."""
    left, right, top, bottom = 64, WIDTH - 176, 56, 316
    xs = [math.log10(x) for points in series.values() for x, _ in points]
    ys = [math.log10(y) for points in series.values() for _, y in points]
    x0, x1 = min(xs), max(xs)
    y0, y1 = math.floor(min(ys) * 2) / 2, math.ceil(max(ys) * 2) / 2

    def place(x: float, y: float) -> tuple[float, float]:
        return left + (right - left) * (math.log10(x) - x0) / (x1 - x0 or 1), bottom - (bottom - top) * (math.log10(y) - y0) / (y1 - y0 or 1)

    out = [f'<text class="soft" x="{left}" y="46">{escape(upward)}</text>', f'<text class="soft" x="{right}" y="{bottom + 38}" text-anchor="end">{escape(across)}</text>']
    for power in range(math.floor(y0), math.ceil(y1) + 1):
        for value in (10.0**power, 10.0**power * 2, 10.0**power * 5):
            if y0 - 0.001 <= math.log10(value) <= y1 + 0.001:
                y = place(10**x0, value)[1]
                out.append(f'<path class="edge" d="M{left} {y:.1f}H{right}"/><text class="soft" x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>')
    for power in range(math.ceil(x0), math.floor(x1) + 1):
        x = place(10**power, 10**y0)[0]
        out.append(f'<path class="edge" d="M{x:.1f} {bottom}v6"/><text class="soft" x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{10**power:,}</text>')
    taken: list[float] = []
    for index, (name, points) in enumerate(series.items()):
        at = [place(*point) for point in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
        out.append(f'<polyline class="line l{index} d{index}" points="{path}"/>')
        out.extend(f'<circle class="k{index}" cx="{x:.1f}" cy="{y:.1f}" r="3.2"/>' for x, y in at)
        y = at[-1][1] + 4
        while any(abs(y - other) < 16 for other in taken):
            y += 16
        taken.append(y)
        out.append(f'<text x="{right + 10}" y="{y:.1f}">{escape(name)}</text>')
    return drawn(title, 372, out)
