"""The metadata of a document: identification, publication, lifecycle, workflow, analysis, references, layout record.

Their order is the schema's; what they say is derived from the document's identity and what its text names, by the AKN4UN
Guidelines, part 1, section 5, and the practice of the United Nations.
"""

from __future__ import annotations

from typing import Final

from akn import iris
from akn.document import Document, Identity, Layout, Origin, Part
from akn.markup.writer import Markup, Writer, all_quoted, quoted

LAYOUT: Final = "urn:akn:layout"
"""The namespace of the layout record."""
ACTS: Final = "urn:akn:acts"
"""The namespace of what the paragraphs do."""


def work_iri(identity: Identity, element: str = "statement") -> str:
    """Return the Work IRI of a document (naming convention; Guidelines part 1, section 6)."""
    if element == "statement" or element == "documentCollection":
        return iris.work(identity.actor, identity.date, identity.number)
    return f"/akn/un/{element}/{identity.actor}/{identity.date}/{identity.number}"


def identification(document: Document, component: str = "!main", whole: Document | None = None) -> str:
    """Return the identification block (Guidelines part 1, section 5.1); an annex names its component of the whole.

    It has a hole for the title, where a whole document has one.
    """
    main = whole or document
    one = main.identity
    address = work_iri(one, main.element)
    work, expression = quoted(address), quoted(f"{address}/{document.language}@")
    published = one.issued or one.date
    aliases = f'<FRBRalias name="symbol" value="{quoted(one.symbol)}"/>' if one.symbol and whole is None else ""
    title = '<FRBRalias name="title" value="\0"/>' if one.title and whole is None else ""
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


def metadata(file: Markup, document: Document, writer: Writer, prefix: str = "") -> None:
    """Write the whole ``meta`` of a document whose content ``writer`` has written (Guidelines part 1, section 5).

    One that stands within another, where identifiers begin with ``prefix``, shares its references.
    """
    one = document.identity
    lead = f"{prefix}__" if prefix else ""
    symbol = one.symbol or one.show or one.number
    adopted = f' outcome="#{document.outcome}"' if document.outcome else ""
    file.write(f"<meta>{identification(document)}", *filter(None, (one.title,)))
    file.write(
        f'<publication name="officialDocument" date="{one.issued or one.date}" showAs="\0" number="\0"/>'
        f'<lifecycle source="#converter"><eventRef eId="{lead}eref_1" date="{one.date}" source="#original" type="generation" '
        f'refersTo="#{one.date_name}" originatingExpression="true"/></lifecycle><workflow source="#converter">'
        f'<step eId="{lead}step_1" date="{one.date}" by="#{one.actor}" as="#author" refersTo="#{one.date_name}"{adopted}/></workflow>',
        symbol,
        _slug(one.symbol) or one.number,
    )
    if document.votes or writer.alternatives or writer.acts:
        _analysis(file, document, writer, lead)
    _references(file, document, lead)
    proprietary(file, document.layout, document.origin)
    file.write("</meta>")


def _slug(symbol: str) -> str:
    return symbol.replace("/", "-").replace(" ", "-").replace("(", "").replace(")", "")


def _analysis(file: Markup, document: Document, writer: Writer, lead: str) -> None:
    file.write('<analysis source="#converter">')
    if document.votes:
        file.write("<parliamentary>")
        for number, vote in enumerate(document.votes, 1):
            href = f' href="#{writer.vote}"' if writer.vote else ""
            file.write(f'<voting eId="{lead}voting_{number}"{href} refersTo="#{vote.kind}" outcome="#{vote.outcome}">')
            for place, count in enumerate(vote.counts, 1):
                figure = writer.figures.get((f"#{count.choice}", str(count.value)))
                link = f' href="#{figure}"' if figure else ""
                file.write(
                    f'<count eId="{lead}voting_{number}__count_{place}" refersTo="#{count.choice}"{link} value="{count.value}"/>'
                )
            file.write("</voting>")
        file.write("</parliamentary>")
    if writer.alternatives:
        file.write('<otherReferences source="#converter">')
        for eid, symbol in writer.alternatives:
            address = f"https://undocs.org/{symbol.replace(' ', '')}"
            file.write(f'<alternativeReference for="#{eid}" href="\0" showAs="\0"/>', address, symbol)
        file.write("</otherReferences>")
    if writer.acts:
        file.write(f'<otherAnalysis source="#converter"><acts xmlns="{ACTS}" version="1">')
        _acts(file.out, file.words, writer.acts)
        file.write("</acts></otherAnalysis>")
    file.write("</analysis>")


def _acts(out: list[str], words: list[str], acts: list[tuple[str, Part]]) -> None:
    """Write what each operative paragraph does, whom it addresses, and by when an answer is wanted."""
    for eid, part in acts:
        asked = ""
        for name, value in part.data:
            if name == "session":
                asked += '<deadline session="\0" by="\0"/>'
                words += value.partition(" ")[::2]
            else:
                asked += '<addressee refersTo="\0"/>' if name == "addressee" else '<deadline date="\0"/>'
                words.append(value)
        out.append(f'<act for="#{eid}" refersTo="#{part.concept}"' + (f">{asked}</act>" if asked else "/>"))


def _references(file: Markup, document: Document, lead: str) -> None:
    one, entities = document.identity, () if lead else document.entities
    work = work_iri(one, document.element)
    corrected, symbol = one.corrects
    if lead and not corrected and not document.annexes:
        return
    file.write('<references source="#converter">')
    if not lead:
        original = f"{work}/{one.original or document.language}@"
        file.write('<original eId="original" href="\0" showAs="\0"/>', original, one.symbol or one.show or one.number)
    if corrected:
        file.write(f'<activeRef eId="{lead}activeRef_1" href="\0" showAs="\0"/>', corrected, symbol)
    for number, _ in enumerate(document.annexes, 1):
        file.write(f'<hasAttachment eId="{lead}hasAttachment_{number}" href="\0/!annex_{number}" showAs="{number}"/>', work)
    out, words = file.out, file.words
    for entity, iri in zip(entities, all_quoted([entity.iri for entity in entities]), strict=True):
        words.append(entity.label)
        if entity.short:
            words.append(entity.short)
            out.append(f'<TLC{entity.kind} eId="{entity.key}" href="{iri}" showAs="\0" shortForm="\0"/>')
        else:
            out.append(f'<TLC{entity.kind} eId="{entity.key}" href="{iri}" showAs="\0"/>')
    out.append("</references>")


def proprietary(file: Markup, layout: Layout | None, origin: Origin | None = None) -> None:
    """Write what is in our own namespace: the file that the text came from, and the layout record."""
    if layout is None and origin is None:
        return
    file.write('<proprietary source="#converter">')
    if origin is not None:
        recovered = ' recovered="true"' if origin.recovered else ""
        raised = f' raised="{origin.raised}"' if origin.raised else ""
        file.write(f'<origin xmlns="{LAYOUT}" format="\0" sha256="\0"{recovered}{raised}/>', origin.format, origin.sha256)
    if layout is not None:
        _record(file, layout)
    file.write("</proprietary>")


def _record(file: Markup, layout: Layout) -> None:
    file.write(f'<layout xmlns="{LAYOUT}" version="{layout.version}"')
    for name in ("wrap", "gap", "end", "encoding", "notes"):
        if value := getattr(layout, name):
            file.write(f' {name}="\0"', value)
    file.write(">")
    if layout.texts:
        file.write("<texts>\0</texts>", layout.texts)
    file.write(f"<blocks>\0</blocks><checks>{layout.checks}</checks></layout>", layout.blocks)


def annex_metadata(file: Markup, annex: Document, whole: Document, name: str, eid: str) -> None:
    """Write the ``meta`` of an annex: a component of the whole (Guidelines part 1, section 3.8)."""
    one = whole.identity
    show = one.show or one.number
    file.write(
        f'<meta>{identification(annex, f"!{name}", whole)}'
        f'<publication name="officialDocument" date="{one.issued or one.date}" showAs="\0"/><references source="#converter">'
        f'<attachmentOf eId="{eid}__attachmentOf" href="\0" showAs="\0"/></references></meta>',
        show,
        work_iri(one, whole.element),
        show,
    )
