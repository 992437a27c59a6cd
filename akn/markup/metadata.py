"""The metadata of a document: identification, publication, lifecycle, workflow, analysis, references, layout record.

Their order is the schema's; what they say is derived from the document's identity and what its text names, by the AKN4UN
Guidelines, part 1, section 5, and the practice of the United Nations.
"""

from __future__ import annotations

from typing import Final

from akn import iris
from akn.document import Document, Identity, Layout, Origin, Part
from akn.markup.writer import Markup, Writer, all_quoted

LAYOUT: Final = "urn:akn:layout"
"""The namespace of the layout record."""
ACTS: Final = "urn:akn:acts"
"""The namespace of what the paragraphs do."""


def work_iri(identity: Identity, element: str = "statement") -> str:
    """Return the Work IRI of a document (naming convention; Guidelines part 1, section 6)."""
    date = identity.date or iris.UNKNOWN
    if element == "statement" or element == "documentCollection":
        return iris.work(identity.actor, date, identity.number)
    return f"/akn/un/{element}/{identity.actor}/{date}/{identity.number}"


def identification(document: Document, component: str = "!main", whole: Document | None = None) -> str:
    """Return the identification block (Guidelines part 1, section 5.1); an annex names its component of the whole.

    It has a hole for the title, where a whole document has one.
    """
    main = whole or document
    one = main.identity
    address, expressed = work_iri(one, main.element), "publication" if one.issued else one.date_name
    dated = one.date or iris.UNKNOWN
    work, actor, name, date, told, published, marked, original, language, number, show, symbol = all_quoted([
        address, one.actor, one.date_name, dated, expressed, one.issued or dated, one.marked or one.issued or dated,
        one.original, document.language, one.number, one.show, one.symbol,
    ])  # fmt: skip
    expression = f"{work}/{language}@"
    aliases = f'<FRBRalias name="symbol" value="{symbol}"/>' if symbol and whole is None else ""
    title = '<FRBRalias name="title" value="\0"/>' if one.title and whole is None else ""
    numbered = f'<FRBRnumber value="{number}"' + (f' showAs="{show}"/>' if show else "/>")
    return (
        '<identification source="#converter">'
        f'<FRBRWork><FRBRthis value="{work}/{component}"/><FRBRuri value="{work}"/>{aliases}'
        f'<FRBRdate name="{name}" date="{date}"/><FRBRauthor href="#{actor}" as="#author"/>'
        f'<FRBRcountry value="un"/><FRBRsubtype value="deliberation"/>{numbered}'
        f'<FRBRprescriptive value="{"true" if one.prescriptive else "false"}"/></FRBRWork>'
        f'<FRBRExpression><FRBRthis value="{expression}/{component}"/><FRBRuri value="{expression}"/>{title}'
        f'<FRBRdate name="{told}" date="{published}"/><FRBRauthor href="#{actor}" as="#editor"/>'
        f'<FRBRlanguage language="{language}"/>{_translated(original, work, language)}</FRBRExpression>'
        f'<FRBRManifestation><FRBRthis value="{expression}/{component}.xml"/><FRBRuri value="{expression}.xml"/>'
        f'<FRBRdate name="markup" date="{marked}"/><FRBRauthor href="#converter" as="#editor"/>'
        '<FRBRformat value="xml"/></FRBRManifestation></identification>'
    )


def _translated(original: str, work: str, language: str) -> str:
    """Return from which language a text was translated, where the masthead says it (Guidelines part 1, section 5.1)."""
    if not original or original == language:
        return ""
    return f'<FRBRtranslation href="{work}/{original}@" fromLanguage="{original}" by="#un-secretariat"/>'


def metadata(file: Markup, document: Document, writer: Writer, prefix: str = "") -> None:
    """Write the whole ``meta`` of a document whose content ``writer`` has written (Guidelines part 1, section 5).

    One that stands within another, where identifiers begin with ``prefix``, shares its references.
    """
    one = document.identity
    lead = f"{prefix}__" if prefix else ""
    symbol = one.symbol or one.show or one.number
    dated = one.date or iris.UNKNOWN
    date, issued, actor, name, outcome = all_quoted([dated, one.issued or dated, one.actor, one.date_name, document.outcome])
    adopted = f' outcome="#{outcome}"' if outcome else ""
    file.write(f"<meta>{identification(document)}", *filter(None, (one.title,)))
    file.write(
        f'<publication name="officialDocument" date="{issued}" showAs="\0" number="\0"/>'
        f'<lifecycle source="#converter"><eventRef eId="{lead}eref_1" date="{date}" source="#original" type="generation" '
        f'refersTo="#{name}" originatingExpression="true"/></lifecycle><workflow source="#converter">'
        f'<step eId="{lead}step_1" date="{date}" by="#{actor}" as="#author" refersTo="#{name}"{adopted}/></workflow>',
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
            file.write(f'<voting eId="{lead}voting_{number}"{href} refersTo="\0" outcome="\0">', f"#{vote.kind}", f"#{vote.outcome}")
            for place, count in enumerate(vote.counts, 1):
                figure = writer.figures.get((f"#{count.choice}", str(count.value)))
                link = f' href="#{figure}"' if figure else ""
                file.write(
                    f'<count eId="{lead}voting_{number}__count_{place}" refersTo="\0"{link} value="{count.value}"/>', f"#{count.choice}"
                )
            if not vote.counts:  # it has to have one or the other (XSD)
                file.write(f'<quorum eId="{lead}voting_{number}__quorum_1" value=""/>')
            file.write("</voting>")
        file.write("</parliamentary>")
    if writer.alternatives:
        file.write('<otherReferences source="#converter">')
        for eid, symbol in writer.alternatives:
            file.write(f'<alternativeReference for="#{eid}" href="\0" showAs="\0"/>', iris.undocs(symbol), symbol)
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
        words.append(f"#{part.concept}")
        for name, value in part.data:
            if name == "session":
                asked += '<deadline session="\0" by="\0"/>'
                words += value.partition(" ")[::2]
            else:
                asked += '<addressee refersTo="\0"/>' if name == "addressee" else '<deadline date="\0"/>'
                words.append(value)
        out.append(f'<act for="#{eid}" refersTo="\0"' + (f">{asked}</act>" if asked else "/>"))


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
    coded = iter(all_quoted([value for entity in entities for value in (entity.key, entity.iri)]))
    for entity, key, iri in zip(entities, coded, coded, strict=True):
        words.append(entity.label)
        if entity.short:
            words.append(entity.short)
            out.append(f'<TLC{entity.kind} eId="{key}" href="{iri}" showAs="\0" shortForm="\0"/>')
        else:
            out.append(f'<TLC{entity.kind} eId="{key}" href="{iri}" showAs="\0"/>')
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
    file.write(f'<layout xmlns="{LAYOUT}" version="\0"', layout.version)
    for name in ("wrap", "gap", "end", "encoding", "notes"):
        if value := getattr(layout, name):
            file.write(f' {name}="\0"', value)
    file.write(">")
    if layout.texts:
        file.write("<texts>\0</texts>", layout.texts)
    file.write("<blocks>\0</blocks><checks>\0</checks></layout>", layout.blocks, layout.checks)


def annex_metadata(file: Markup, annex: Document, whole: Document, name: str, eid: str) -> None:
    """Write the ``meta`` of an annex: a component of the whole (Guidelines part 1, section 3.8)."""
    one = whole.identity
    show = one.show or one.number
    file.write(
        f'<meta>{identification(annex, f"!{name}", whole)}'
        '<publication name="officialDocument" date="\0" showAs="\0"/><references source="#converter">'
        f'<attachmentOf eId="{eid}__attachmentOf" href="\0" showAs="\0"/></references></meta>',
        one.issued or one.date or iris.UNKNOWN,
        show,
        work_iri(one, whole.element),
        show,
    )
