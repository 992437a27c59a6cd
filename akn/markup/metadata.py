"""The metadata of a document: identification, publication, lifecycle, workflow, analysis, references, layout record.

Their order is the schema's; what they say is derived from the document's identity and what its text names, by the AKN4UN
Guidelines, part 1, section 5, and the practice of the United Nations.
"""

from __future__ import annotations

from akn import iris
from akn.document import Document, Identity, Layout, Origin, Part
from akn.markup.writer import Writer, all_quoted, escaped, quoted

LAYOUT = "urn:akn:layout"
"""The namespace of the layout record."""
ACTS = "urn:akn:acts"
"""The namespace of what the paragraphs do."""


def work_iri(identity: Identity, element: str = "statement") -> str:
    """Return the Work IRI of a document (naming convention; Guidelines part 1, section 6)."""
    if element == "statement" or element == "documentCollection":
        return iris.work(identity.actor, identity.date, identity.number)
    return f"/akn/un/{element}/{identity.actor}/{identity.date}/{identity.number}"


def identification(document: Document, component: str = "!main", whole: Document | None = None) -> str:
    """Return the identification block (Guidelines part 1, section 5.1); an annex names its component of the whole."""
    main = whole or document
    one = main.identity
    address = work_iri(one, main.element)
    work, expression = quoted(address), quoted(f"{address}/{document.language}@")
    published = one.issued or one.date
    aliases = f'<FRBRalias name="symbol" value="{quoted(one.symbol)}"/>' if one.symbol and whole is None else ""
    title = f'<FRBRalias name="title" value="{quoted(one.title)}"/>' if one.title and whole is None else ""
    expressed = "publication" if one.issued else one.date_name
    number = f'<FRBRnumber value="{quoted(one.number)}"' + (f' showAs="{quoted(one.show)}"/>' if one.show else "/>")
    return (
        '<identification source="#converter">'
        f'<FRBRWork><FRBRthis value="{work}/{component}"/><FRBRuri value="{work}"/>{aliases}'
        f'<FRBRdate name="{one.date_name}" date="{one.date}"/><FRBRauthor href="#{one.actor}" as="#author"/>'
        f'<FRBRcountry value="un"/><FRBRsubtype value="deliberation"/>{number}'
        f'<FRBRprescriptive value="{"true" if one.prescriptive else "false"}"/></FRBRWork>'
        f'<FRBRExpression><FRBRthis value="{expression}/{component}"/><FRBRuri value="{expression}"/>{title}'
        f'<FRBRdate name="{expressed}" date="{published}"/><FRBRauthor href="#{one.actor}" as="#editor"/>'
        f'<FRBRlanguage language="{document.language}"/>{_translated(one, work, document.language)}</FRBRExpression>'
        f'<FRBRManifestation><FRBRthis value="{expression}/{component}.xml"/><FRBRuri value="{expression}.xml"/>'
        f'<FRBRdate name="markup" date="{one.marked or published}"/><FRBRauthor href="#converter" as="#editor"/>'
        '<FRBRformat value="xml"/></FRBRManifestation></identification>'
    )


def _translated(one: Identity, work: str, language: str) -> str:
    """Return from which language a text was translated, where the masthead says it (Guidelines part 1, section 5.1)."""
    if not one.original or one.original == language:
        return ""
    return f'<FRBRtranslation href="{work}/{one.original}@" fromLanguage="{one.original}" by="#un-secretariat"/>'


def metadata(document: Document, writer: Writer, prefix: str = "") -> list[str]:
    """Return the whole ``meta`` of a document whose content ``writer`` has written (Guidelines part 1, section 5).

    One that stands within another, where identifiers begin with ``prefix``, shares its references.
    """
    one = document.identity
    lead = f"{prefix}__" if prefix else ""
    published = one.issued or one.date
    symbol = one.symbol or one.show or one.number
    number = quoted(_slug(one.symbol) or one.number)
    adopted = f' outcome="#{document.outcome}"' if document.outcome else ""
    return [
        "<meta>",
        identification(document),
        f'<publication name="officialDocument" date="{published}" showAs="{quoted(symbol)}" number="{number}"/>',
        '<lifecycle source="#converter">',
        f'<eventRef eId="{lead}eref_1" date="{one.date}" source="#original" type="generation" refersTo="#{one.date_name}"',
        ' originatingExpression="true"/></lifecycle><workflow source="#converter">',
        f'<step eId="{lead}step_1" date="{one.date}" by="#{one.actor}" as="#author" refersTo="#{one.date_name}"{adopted}/></workflow>',
        _analysis(document, writer, lead),
        *_references(document, lead),
        proprietary(document.layout, document.origin),
        "</meta>",
    ]


def _slug(symbol: str) -> str:
    return symbol.replace("/", "-").replace(" ", "-").replace("(", "").replace(")", "")


def _analysis(document: Document, writer: Writer, lead: str) -> str:
    out = []
    if document.votes:
        out.append("<parliamentary>")
        for number, vote in enumerate(document.votes, 1):
            href = f' href="#{writer.vote}"' if writer.vote else ""
            out.append(f'<voting eId="{lead}voting_{number}"{href} refersTo="#{vote.kind}" outcome="#{vote.outcome}">')
            for place, count in enumerate(vote.counts, 1):
                figure = writer.figures.get((f"#{count.choice}", str(count.value)))
                link = f' href="#{figure}"' if figure else ""
                out.append(
                    f'<count eId="{lead}voting_{number}__count_{place}" refersTo="#{count.choice}"{link} value="{count.value}"/>'
                )
            out.append("</voting>")
        out.append("</parliamentary>")
    if writer.alternatives:
        out.append('<otherReferences source="#converter">')
        for eid, symbol in writer.alternatives:
            address = quoted(f"https://undocs.org/{symbol.replace(' ', '')}")
            out.append(f'<alternativeReference for="#{eid}" href="{address}" showAs="{quoted(symbol)}"/>')
        out.append("</otherReferences>")
    if writer.acts:
        inner = "".join(_act(eid, part) for eid, part in writer.acts)
        out.append(f'<otherAnalysis source="#converter"><acts xmlns="{ACTS}" version="1">{inner}</acts></otherAnalysis>')
    return f'<analysis source="#converter">{"".join(out)}</analysis>' if out else ""


def _act(eid: str, part: Part) -> str:
    """Return what an operative paragraph does, whom it addresses, and by when an answer is wanted."""
    inner = []
    for name, value in part.data:
        if name == "addressee":
            inner.append(f'<addressee refersTo="{quoted(value)}"/>')
        elif name == "session":
            number, _, body = value.partition(" ")
            inner.append(f'<deadline session="{quoted(number)}" by="{quoted(body)}"/>')
        else:
            inner.append(f'<deadline date="{quoted(value)}"/>')
    opening = f'<act for="#{eid}" refersTo="#{part.concept}"'
    return f"{opening}>{''.join(inner)}</act>" if inner else f"{opening}/>"


def _references(document: Document, lead: str) -> list[str]:
    one = document.identity
    work = work_iri(one, document.element)
    out = []
    if not lead:
        original = quoted(f"{work}/{one.original or document.language}@")
        out.append(f'<original eId="original" href="{original}" showAs="{quoted(one.symbol or one.show or one.number)}"/>')
    corrected, symbol = one.corrects
    if corrected:
        out.append(f'<activeRef eId="{lead}activeRef_1" href="{quoted(corrected)}" showAs="{quoted(symbol)}"/>')
    for number, _ in enumerate(document.annexes, 1):
        out.append(f'<hasAttachment eId="{lead}hasAttachment_{number}" href="{quoted(work)}/!annex_{number}" showAs="{number}"/>')
    if not lead:
        entities = document.entities
        iris = all_quoted([entity.iri for entity in entities])
        labels = all_quoted([entity.label for entity in entities])
        for entity, iri, label in zip(entities, iris, labels, strict=True):
            short = f' shortForm="{quoted(entity.short)}"' if entity.short else ""
            out += (f'<TLC{entity.kind} eId="{entity.key}" href="{iri}" showAs="', label, f'"{short}/>')
    return ['<references source="#converter">', *out, "</references>"] if out else []


def proprietary(layout: Layout | None, origin: Origin | None = None) -> str:
    """Return what is in our own namespace: the file that the text came from, and the layout record."""
    inner = _origin(origin) + _record(layout)
    return f'<proprietary source="#converter">{inner}</proprietary>' if inner else ""


def _origin(origin: Origin | None) -> str:
    if origin is None:
        return ""
    recovered = ' recovered="true"' if origin.recovered else ""
    raised = f' raised="{origin.raised}"' if origin.raised else ""
    return f'<origin xmlns="{LAYOUT}" format="{quoted(origin.format)}" sha256="{quoted(origin.sha256)}"{recovered}{raised}/>'


def _record(layout: Layout | None) -> str:
    if layout is None:
        return ""
    given = ("wrap", "gap", "end", "encoding", "notes")
    attributes = "".join(f' {name}="{quoted(value)}"' for name in given if (value := getattr(layout, name)))
    texts = f"<texts>{escaped(layout.texts)}</texts>" if layout.texts else ""
    return (
        f'<layout xmlns="{LAYOUT}" version="{layout.version}"{attributes}>{texts}'
        f"<blocks>{escaped(layout.blocks)}</blocks><checks>{layout.checks}</checks></layout>"
    )


def annex_metadata(annex: Document, whole: Document, number: int, eid: str) -> str:
    """Return the ``meta`` of an annex: a component of the whole (Guidelines part 1, section 3.8)."""
    work = work_iri(whole.identity, whole.element)
    show = quoted(whole.identity.show or whole.identity.number)
    attachment = f'<attachmentOf eId="{eid}__attachmentOf" href="{quoted(work)}" showAs="{show}"/>'
    published = whole.identity.issued or whole.identity.date
    return (
        f"<meta>{identification(annex, f'!annex_{number}', whole)}"
        f'<publication name="officialDocument" date="{published}" showAs="{show}"/>'
        f'<references source="#converter">{attachment}</references></meta>'
    )
