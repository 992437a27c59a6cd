"""Puts text, spans and note marks together into the content of a block."""

from __future__ import annotations

from akn.document import Content, Inline, Mark, Note
from akn.grammar.inline import Span


def weave(
    text: str, spans: list[Span], marks: list[tuple[int, Note | Mark]], start: int = 0, end: int | None = None
) -> tuple[Content, ...]:
    """Return the content of ``text[start:end]``; spans nest, those that cross another are left out, marks stand outside an end."""
    stop = len(text) if end is None else end
    if not spans and not marks:
        return (text[start:stop],) if stop > start else ()
    ordered = sorted(
        (span for span in spans if start <= span.start < span.end <= stop), key=lambda span: (span.start, -span.end)
    )
    places = [(max(offset, start), what) for offset, what in marks if offset <= stop]
    root: list[Content] = []
    opened: list[tuple[Span, list[Content]]] = []
    at = start

    def upto(offset: int) -> None:
        """Write the text and the marks before ``offset`` into what is open."""
        nonlocal at
        while places and places[0][0] < offset:
            put(places[0][0])
            (opened[-1][1] if opened else root).append(places.pop(0)[1])
        put(offset)

    def put(offset: int) -> None:
        nonlocal at
        if offset > at:
            (opened[-1][1] if opened else root).append(text[at:offset])
            at = offset

    def close(offset: int) -> None:
        while opened and opened[-1][0].end <= offset:
            span, inner = opened[-1]
            upto(span.end)
            opened.pop()
            (opened[-1][1] if opened else root).append(Inline(span.kind, tuple(inner), span.data, span.alternative))

    for span in ordered:
        close(span.start)
        if opened and span.end > opened[-1][0].end:
            continue
        upto(span.start)
        while places and places[0][0] <= span.start:
            (opened[-1][1] if opened else root).append(places.pop(0)[1])
        opened.append((span, []))
    close(stop)
    upto(stop)
    root.extend(what for _, what in places)
    return tuple(root)
