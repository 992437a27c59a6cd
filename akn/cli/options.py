"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable

from akn.cli.declared import Choice, File, parameter
from akn.cli.shown import clean
from akn.limits import Limits

CommandFunction = Callable[..., None]


def known(folder: str, *flags: str, about: str) -> Callable[[CommandFunction], CommandFunction]:
    """Return an option whose value is the name of a data file; a shell completes it."""

    def checked(value: str | None) -> str | None:
        from akn.tables import names

        if value and value not in names(folder):
            raise ValueError(f"{value!r} is not known; there are {', '.join(names(folder))}.")
        return value

    def completed(incomplete: str) -> list[str]:
        from akn.tables import names

        return [name for name in names(folder) if name.startswith(incomplete)]

    return parameter(*flags, check=checked, completes=completed, metavar="NAME", help=about)


def iso_date(value: str | None) -> str | None:
    """Check that an option is a date."""
    if value is None:
        return None
    from datetime import date

    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise ValueError(f"{value!r} is not a date such as 2024-01-31.") from None


def ceilings(values: tuple[str, ...]) -> Limits:
    """Return the limits with those that are given set otherwise."""
    import msgspec

    given = dict(value.partition("=")[::2] for value in values)
    try:
        return msgspec.convert(given, Limits, strict=False)
    except ValueError as error:
        listed = ", ".join(Limits.__struct_fields__)
        raise ValueError(f"{clean(str(error))}. It is NAME=NUMBER; there are {listed}.") from None


limit_option = parameter(
    "--limit", "limits", multiple=True, check=ceilings, metavar="NAME=NUMBER", help="Another ceiling for what a file may have."
)


def several(command: CommandFunction) -> CommandFunction:
    """Add the argument that names files."""
    return parameter("files", nargs=-1, required=True, metavar="FILE...", kind=File(dash=True))(command)


def reading(command: CommandFunction) -> CommandFunction:
    """Add the options that say what the text is."""
    language = known("languages", "--language", "-l", about="The language of the text; else it is detected.")
    organ = known("organs", "--organ", about="The organ that adopted it; else it is detected.")
    return language(organ(command))


def tracking(command: CommandFunction) -> CommandFunction:
    """Add the option that says which side of tracked changes is taken."""
    sides = Choice("insertions", "deletions")
    return parameter("--tracked", kind=sides, default="insertions", help="Which tracked changes of a Word document are kept.")(command)


def writing(command: CommandFunction) -> CommandFunction:
    """Add the options that say where results go."""
    output = parameter("--output", "-o", metavar="FILE", kind=File(dash=True), help="Write to this file.")
    folder = parameter(
        "--directory",
        "-d",
        "folder",
        metavar="FOLDER",
        kind=File(path=True),
        help="Write each result into this folder; subfolders are kept below the folder that all files share.",
    )
    return output(folder(command))


output_option = parameter("--output", "-o", metavar="FILE", kind=File(), help="Write to this file.")
quiet_option = parameter("--quiet", "-q", is_flag=True, help="Say nothing of what is fine.")


def examples(*lines: str) -> str:
    """Return the end of a command's help."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
