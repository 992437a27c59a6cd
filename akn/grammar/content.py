"""Puts text, spans and note marks together into the content of a block."""

from __future__ import annotations

from operator import itemgetter
from typing import Final

from akn.document import Content, Inline, Mark, Note
from akn.grammar.tokens import Span

ORDER: Final = itemgetter(0, 1, 2)
"""By place; a mark before what opens there, and of two that open the longer one first."""


def weave(
    text: str, spans: list[Span], marks: list[tuple[int, Note | Mark]], start: int = 0, end: int | None = None
) -> tuple[Content, ...]:
    """Return the content of ``text[start:end]``; spans nest, those that cross another are left out, marks stand outside an end."""
    stop = len(text) if end is None else end
    here: list[Content] = []
    at = start
    if marks and spans:
        return _nested(text, spans, marks, start, stop)
    for offset, what in marks:
        if offset > at:
            here.append(text[at:offset])
            at = offset
        here.append(what)
    for span in spans:
        begin, end = span.start, span.end
        if not at <= begin < end <= stop:  # not one after another
            return _nested(text, spans, marks, start, stop)
        if at < begin:
            here.append(text[at:begin])
        here.append(Inline(span.kind, (text[begin:end],), span.data, span.alternative))
        at = end
    if at < stop:
        here.append(text[at:stop])
    return tuple(here)


def _nested(text: str, spans: list[Span], marks: list[tuple[int, Note | Mark]], start: int, stop: int) -> tuple[Content, ...]:
    """Return the content of ``text[start:stop]``, whatever the order of the spans, and with marks among them."""
    places = [(offset if offset > start else start, 0, 0, what) for offset, what in marks if offset <= stop]
    opening = [(span.start, 1, -span.end, span) for span in spans if start <= span.start < span.end <= stop]
    here: list[Content] = []
    around: list[tuple[Span, list[Content]]] = []
    at = start
    for offset, _, _, what in [*sorted([*places, *opening], key=ORDER), (stop, 2, 0, None)]:
        while around and around[-1][0].end <= offset:
            span, outer = around.pop()
            if span.end > at:
                here.append(text[at : span.end])
                at = span.end
            outer.append(Inline(span.kind, tuple(here), span.data, span.alternative))
            here = outer
        if isinstance(what, Span) and around and what.end > around[-1][0].end:
            continue  # it crosses another
        if offset > at:
            here.append(text[at:offset])
            at = offset
        if isinstance(what, Span):
            around.append((what, here))
            here = []
        elif what is not None:
            here.append(what)
    return tuple(here)
