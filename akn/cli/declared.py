"""What a command takes, declared once: as click is told of it, and as a plain call is read without click.

To import click takes as long as to convert three resolutions. So a call that says plainly what it wants - the command by its name, options
by theirs, each with its value behind it - is read here. Whatever else there may be, help, completion, a mistake, another way
to write it, is click's alone (:mod:`akn.cli.clicked`): here it is ``None``, and nothing has been done.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar

    Function = TypeVar("Function", bound=Callable[..., None])


class Kind:
    """What values a parameter takes; any string where it is none of the kinds below."""

    def fits(self, value: str) -> bool:
        """Say whether a value is plainly one."""
        return True

    def made(self, value: str) -> Any:
        """Return the value as the command gets it."""
        return value


class Choice(Kind):
    """One of some words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def fits(self, value: str) -> bool:
        """Say whether it is one of them."""
        return value in self.words


class Count(Kind):
    """A number from 0 on."""

    def fits(self, value: str) -> bool:
        """Say whether it is digits."""
        return value.isascii() and value.isdecimal()

    def made(self, value: str) -> int:
        """Return the number."""
        return int(value)


class File(Kind):
    """A file or a folder, which need not be there: as it is named, or ``made`` a path; ``dash`` may stand for a standard stream."""

    def __init__(self, dash: bool = False, path: bool = False, exists: bool = False) -> None:
        self.dash, self.path, self.exists = dash, path, exists

    def fits(self, value: str) -> bool:
        """Say whether it can be read, if it is there."""
        if self.dash and value == "-":
            return True
        there = os.path.exists(value)
        return os.access(value, os.R_OK) and not (self.exists and os.path.isdir(value)) if there else not self.exists

    def made(self, value: str) -> Any:
        """Return the name, or the path."""
        if not self.path:
            return value
        from pathlib import Path

        return Path(value)


class Parameter:
    """An option, or with names that begin with no dash an argument."""

    def __init__(
        self,
        *names: str,
        kind: Kind | None = None,
        check: Callable[[Any], Any] | None = None,
        completes: Callable[[str], list[str]] | None = None,
        **settings: Any,
    ) -> None:
        self.names, self.settings = names, settings
        """As click takes them."""
        self.kind, self.check, self.completes = kind, check, completes
        """What values it takes; what makes of them what the command gets, or raises ValueError; and those that begin with some letters."""
        self.flags = [flag for name in names if name.startswith("-") for flag in name.split("/")]
        plain = [name for name in names if not name.startswith("-")]
        self.name = plain[0] if plain else max(self.flags, key=lambda flag: flag.startswith("--")).lstrip("-").replace("-", "_")

    @property
    def switch(self) -> bool:
        """Whether it is a flag, which takes no value."""
        return bool(self.settings.get("is_flag")) or any("/" in name for name in self.names)

    @property
    def many(self) -> bool:
        """Whether there may be many values."""
        return bool(self.settings.get("multiple")) or self.settings.get("nargs") == -1

    def value(self, given: list[str]) -> Any:
        """Return what a command gets for what was given; raises ValueError where that is not plain."""
        made = self._switched(given) if self.switch else self._made(given)
        return self.check(made) if self.check else made

    def _switched(self, given: list[str]) -> bool:
        return not any(name.endswith(f"/{given[-1]}") for name in self.names) if given else bool(self.settings.get("default"))

    def _made(self, given: list[str]) -> Any:
        kind = self.kind or Kind()
        if len(given) > 1 and not self.many or not all(map(kind.fits, given)) or not given and self.settings.get("required"):
            raise ValueError(self.name)
        made = tuple(map(kind.made, given))
        return made if self.many else made[0] if made else self.settings.get("default")


class Command:
    """A command: what it is called, what it takes, and what does it."""

    def __init__(self, run: Callable[..., None], name: str, epilog: str) -> None:
        self.run, self.name, self.epilog = run, name, epilog
        self.about = run.__doc__
        self.parameters: list[Parameter] = getattr(run, "parameters", [])[::-1]

    def plain(self, arguments: Sequence[str]) -> dict[str, Any] | None:
        """Return what the command gets, None where the arguments do not say it plainly."""
        known = {flag: one for one in self.parameters for flag in one.flags}
        given: dict[str, list[str]] = {one.name: [] for one in self.parameters}
        places = [one for one in self.parameters if not one.flags]
        left = iter(arguments)
        for argument in left:
            if argument == "-" or argument[:1] not in ("-", ""):
                if not places:
                    return None
                given[places[0].name].append(argument)
                places = places if places[0].many else places[1:]
            elif argument not in known:
                return None
            else:
                one = known[argument]
                value = argument if one.switch else next(left, "")
                if not value or value[0] == "-" and value != "-" and not one.switch:
                    return None
                given[one.name].append(value)
        if any(not given[place.name] for place in places):
            return None
        try:
            return {one.name: one.value(given[one.name]) for one in self.parameters}
        except ValueError:
            return None


def declared(name: str, epilog: str) -> Callable[[Callable[..., None]], Command]:
    """Make a function a command, with the parameters that stand below this."""
    return lambda run: Command(run, name, epilog)


def parameter(*names: str, **settings: Any) -> Callable[[Function], Function]:
    """Give a command a parameter; see :class:`Parameter`."""

    def add(run: Function) -> Function:
        run.__dict__.setdefault("parameters", []).append(Parameter(*names, **settings))
        return run

    return add


def mistake(message: str) -> Exception:
    """Return what tells people that they asked for what cannot be."""
    import click

    return click.UsageError(message)
