"""Every pattern in the data files: it matches its examples, not its counterexamples, and takes linear time on any text."""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest
import re2
import written

from akn import packs
from akn.grammar import firsts, named
from akn.grammar.classify import fragments, typed
from akn.grammar.words import operatives, shared
from akn.packs import Language, Rule

LINES = ("lines", "page")
"""Where a rule speaks of a whole line; elsewhere it speaks of what stands within one."""
PHRASES = ("openings", "emphasis")
"""Where a rule speaks of a whole phrase."""
LANGUAGES = packs.languages()


def rules(owner: object) -> Iterator[tuple[str, int, Rule]]:
    """Yield every rule of a data file with the name of its list and its place there."""
    for name in ("lines", "page", "openings", "emphasis", "inlines", "outcomes", "figures", "suspects", "addressees", "deadlines"):
        for index, rule in enumerate(getattr(owner, name, ())):
            yield name, index, rule


@functools.cache
def parts(tag: str, organ: str) -> dict[str, str]:
    """Return what the patterns of a language may name, as an organ fills it in: made once, since all its patterns name the same."""
    return fragments(packs.language(tag), packs.organs()[organ])


def expanded(pattern: str, language: Language) -> dict[str, str]:
    """Return the pattern as each organ has it."""
    return {organ: packs.expand(pattern, parts(language.tag, organ)) for organ in packs.organs()}


def every_rule() -> Iterator[object]:
    for tag in LANGUAGES:
        for name, index, rule in rules(written.language(tag)):
            yield pytest.param(tag, name, rule, id=f"{tag}-{name}-{index}-{rule.kind}")
        for name, index, rule in rules(written.operatives(tag)):
            yield pytest.param(tag, name, rule, id=f"{tag}-{name}-{index}-{rule.kind}")
    for name, index, rule in rules(written.shared()):
        yield pytest.param("", name, rule, id=f"shared-{name}-{index}-{rule.kind}")


def found(pattern: str, text: str, where: str) -> bool:
    look = re.fullmatch if where in PHRASES else re.match if where in LINES else re.search
    return bool(look(pattern, text))


@pytest.mark.parametrize(("tag", "where", "rule"), list(every_rule()))
def test_examples(tag: str, where: str, rule: Rule) -> None:
    """An example matches as some organ has the pattern, a counterexample as none has it."""
    assert rule.examples, "a pattern without an example"
    assert rule.counterexamples, "a pattern without a counterexample"
    speaking = [tag] if tag else LANGUAGES
    variants = {variant for one in speaking for variant in expanded(rule.pattern, packs.language(one)).values()}
    for example in rule.examples:
        assert any(found(variant, example, where) for variant in variants), f"{rule.pattern} does not match {example!r}"
    for counterexample in rule.counterexamples:
        matching = [variant for variant in variants if found(variant, counterexample, where)]
        assert not matching, f"{matching[0]} matches {counterexample!r}"


@pytest.mark.parametrize(("tag", "where", "rule"), [param for param in every_rule() if param.values[1] == "lines"])  # type: ignore[attr-defined]
def test_an_example_is_taken_by_a_rule_of_its_kind(tag: str, where: str, rule: Rule) -> None:
    """No earlier rule takes what an example of a later one stands for."""
    from akn.grammar.classify import classifier

    speaking = [tag] if tag else LANGUAGES
    for example in rule.examples:
        kinds = {classifier(one, organ).kind(example) for one in speaking for organ in packs.organs()}
        assert rule.kind in kinds, f"{example!r} is taken as {kinds}"


def certain(parsed: Any, signs: dict[str, str], lead: tuple[Any, ...] = ()) -> bool:
    """Say whether every text that a pattern takes holds one of the signs, behind one of the characters that stand before it.

    ``lead`` is what stands before the pattern in a longer one.
    """
    items = list(parsed)
    for at, (code, value) in enumerate(items):
        here = (*lead, *items[:at])
        run = [chr(one) for _, one in itertools.takewhile(lambda item: item[0] is op.LITERAL, ((code, value), *reversed(here)))]
        word = "".join(reversed(run))
        if (
            any(word.endswith(sign) and stands(here[: len(here) + 1 - len(sign)], before) for sign, before in signs.items())
            or code is op.IN
            and all(kind is op.LITERAL and chr(one) in signs and stands(here, signs[chr(one)]) for kind, one in value)
            or code is op.BRANCH
            and all(certain(branch, signs, here) for branch in value[1])
            or code is op.SUBPATTERN
            and certain(value[3], signs, here)
            or code is op.MAX_REPEAT
            and value[0]
            and certain(value[2], signs)
        ):
            return True
    return False


def stands(items: tuple[Any, ...], before: str) -> bool:
    """Say whether what a part of a pattern takes ends in one of the characters; in any, where there are none."""
    last = firsts._firsts(list(items), back=True) if before else []
    return last is not None and all(chr(one) in before for low, high in last for one in range(low, high + 1))


@pytest.mark.parametrize("tag", [tag for tag in LANGUAGES if packs.language(tag).signs])
def test_all_that_is_found_within_a_line_has_a_sign(tag: str) -> None:
    """What has none is no more than the name of a body: so lines without a sign need not be searched for anything else."""
    language = packs.language(tag)
    titles = typed("|".join(map(re.escape, packs.inverted(language.treaties))))  # one by one, since their words tell
    for rule in (*language.inlines, *shared().inlines):
        if rule.kind == "day":
            continue  # it is one behind a date alone
        for variant in expanded(rule.pattern.replace("{treaty}", f"(?:{titles})"), language).values():
            assert certain(_parser.parse(variant), language.signs), variant


def test_a_sign_that_may_be_missing_is_none() -> None:
    assert certain(_parser.parse("a[0-9](?:b|cd)(?:/x){1,2}"), {"/": ""})
    assert certain(_parser.parse("[(/]"), {"/": "", "(": ""})
    assert not certain(_parser.parse("a[0-9](?:b|cd)(?:/x)?[/x]"), {"/": "", "b": ""})


def test_a_sign_behind_anything_else_is_none() -> None:
    assert certain(_parser.parse("(?:ab|cd) ?/"), {"/": "bd "})
    assert not certain(_parser.parse("(?:ab|cd) ?/"), {"/": "b "})
    assert certain(_parser.parse("ab(?:c?/|d)"), {"/": "bc", "bd": "a"})
    assert not certain(_parser.parse("/a"), {"/": "a"})
    assert not certain(_parser.parse("a.?/"), {"/": "a"})


# Linear time. A pattern whose repetitions are bounded, without looking around or back, is a regular expression of fixed size:
# RE2 compiles it to an automaton, and Python's own engine, which may try alternatives, can try only boundedly many a character.


NAMES = "names"
"""Where patterns may look at the few characters beside them."""
BESIDE = re.compile(r"\(\?<?[!=][^()]{1,40}\)")


def names_patterns(tag: str) -> Iterator[str]:
    """Yield what finds quantities, sessions and meetings in running text, and what is said of names there."""
    finder = named.finder(tag)
    yield from (rule.pattern for _, rule in (*finder._quantities, *finder.occasions._rules))
    yield finder.occasions._of.pattern
    yield from (*finder._names.others, finder._names.before, finder._names.decimal)


def named_patterns() -> Iterator[object]:
    """Every pattern of every data file, as every organ has it, each once."""
    done: set[str] = set()
    for tag in LANGUAGES:
        language = packs.language(tag)
        listed = {f"{name}-{index}-{rule.kind}": rule.pattern for name, index, rule in rules(language)}
        listed |= {f"joins-{name}": pattern for name, pattern in language.joins.items()}
        listed |= {f"fragment-{name}": pattern for name, pattern in language.fragments.items()}
        listed |= {f"{name}-{index}-{rule.kind}": rule.pattern for name, index, rule in rules(operatives(tag))}
        listed |= {name: getattr(operatives(tag), name) for name in ("adverbs", "between")}
        for name in ("unmarked", "separator", "joiner", "linked", "unfinished"):
            listed[name] = getattr(language.punctuation, name)
        listed |= {f"shared-{name}-{index}-{rule.kind}": rule.pattern for name, index, rule in rules(shared())}
        for name, pattern in listed.items():
            for organ, variant in expanded(pattern, language).items():
                if variant not in done:
                    done.add(variant)
                    yield pytest.param(variant, id=f"{tag}-{organ}-{name}")
        for pattern in names_patterns(tag):
            if pattern not in done:
                done.add(pattern)
                yield pytest.param(pattern, id=f"{tag}-{NAMES}-{len(done)}")
    for key, organ in packs.organs().items():
        if organ.number and organ.number not in done:
            done.add(organ.number)
            yield pytest.param(organ.number, id=f"{key}-number")


PATTERNS = list(named_patterns())

REFUSED = {
    op.ASSERT: "looks around",
    op.ASSERT_NOT: "looks around",
    op.GROUPREF: "looks back",
    op.GROUPREF_EXISTS: "looks back",
    op.ATOMIC_GROUP: "is atomic",
    op.POSSESSIVE_REPEAT: "is possessive",
}
NEVER = "(?!)"
"""Stands where a language or an organ has no pattern: it matches nothing."""


def faults(parsed: Any) -> Iterator[str]:
    """Yield what a pattern must not do."""
    for code, value in parsed:
        if code in REFUSED and not (code is op.ASSERT_NOT and not value[1]):
            yield REFUSED[code]
        if code in (op.MAX_REPEAT, op.MIN_REPEAT):
            _, most, inner = value
            if most == op.MAXREPEAT:
                yield "repeats without end"
            yield from faults(inner)
        elif code is op.SUBPATTERN:
            yield from faults(value[3])
        elif code is op.BRANCH:
            for branch in value[1]:
                yield from faults(branch)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_is_bounded_and_regular(pattern: str, request: pytest.FixtureRequest) -> None:
    if f"-{NAMES}-" in request.node.name:
        pattern = BESIDE.sub("", pattern)
    assert not list(faults(_parser.parse(pattern)))
    assert not ambiguous(pattern)
    options = re2.Options()
    options.max_mem = 256 << 20
    options.log_errors = False
    plain = re.sub(r"\\u([0-9a-f]{4})", lambda found: rf"\x{{{found[1]}}}", pattern).replace(NEVER, r"[^\x00-\x{10FFFF}]")
    # RE2 counts copies of what is repeated, a thousand at most; how often the outermost repeats changes nothing of its kind.
    re2.compile(re.sub(r"\{([0-9]+),[0-9]{3,}\}", r"{\1,}", plain), options)


FEW = 8
"""What repeats no more often can be read in two ways without harm."""


class Loops:
    """The positions of a pattern and which may follow which, every repetition taken as one without end."""

    def __init__(self, pattern: str) -> None:
        self.signs: list[tuple[Any, Any]] = []
        self.steps: Counter[tuple[int, int]] = Counter()
        self._inside = 0
        self._sequence(_parser.parse(pattern))

    def _sequence(self, parsed: Any) -> tuple[set[int], set[int], bool]:
        first: set[int] = set()
        last: set[int] = set()
        empty = True
        for code, value in parsed:
            begins, ends, skips = self._one(code, value)
            self.steps.update((a, b) for a in last for b in begins)
            first |= begins if empty else set()
            last = last | ends if skips else ends
            empty = empty and skips
        return first, last, empty

    def _one(self, code: Any, value: Any) -> tuple[set[int], set[int], bool]:
        if code is op.SUBPATTERN:
            return self._sequence(value[3])
        if code in (op.MAX_REPEAT, op.MIN_REPEAT):
            least, most, inner = value
            self._inside += most > FEW
            begins, ends, skips = self._sequence(inner)
            self._inside -= most > FEW
            if most > FEW or self._inside and most > 1 and not (least == most and len(inner) == 1):
                self.steps.update((a, b) for a in ends for b in begins)
            return begins, ends, skips or least == 0
        if code is op.BRANCH:
            parts = [self._sequence(branch) for branch in value[1]]
            return set().union(*(p[0] for p in parts)), set().union(*(p[1] for p in parts)), any(p[2] for p in parts)
        if code in (op.AT, op.ASSERT_NOT, op.FAILURE):
            return set(), set(), True
        self.signs.append((code, value))
        return {len(self.signs) - 1}, {len(self.signs) - 1}, False

    def circles(self) -> list[set[int]]:
        """Return the positions from which one comes back to them, those of one circle together."""
        after: dict[int, set[int]] = {}
        for a, b in self.steps:
            after.setdefault(a, set()).add(b)
        reach = {one: reachable(after, one) for one in range(len(self.signs)) if one in after}
        done: set[int] = set()
        found = []
        for one, there in reach.items():
            if one in there and one not in done:
                circle = {other for other in there if one in reach.get(other, ())}
                done |= circle
                found.append(circle)
        return found


def reachable(after: dict[Any, set[Any]], start: Any) -> set[Any]:
    seen: set[Any] = set()
    queue = [start]
    while queue:
        for step in after.get(queue.pop(), ()):
            if step not in seen:
                seen.add(step)
                queue.append(step)
    return seen


def ambiguous(pattern: str) -> bool:
    """Say whether one text can be read in two ways by going round in circles: the sign of exponential time.

    Two readings that part within a circle and meet again at its beginning can be chosen anew each time round.
    """
    loops = Loops(pattern)
    for circle in loops.circles():
        if any(count > 1 for (a, b), count in loops.steps.items() if a in circle and b in circle):
            return True
        signs = {one: alphabet(*loops.signs[one]) for one in circle}
        steps = {one: [b for a, b in loops.steps if a == one and b in circle] for one in circle}
        pairs = {
            (a, b): {(c, d) for c in steps[a] for d in steps[b] if not signs[c].isdisjoint(signs[d])}
            for a in circle
            for b in circle
            if not signs[a].isdisjoint(signs[b])
        }
        for one in circle:
            apart = {pair for pair in reachable(pairs, (one, one)) if pair[0] != pair[1]}
            if any((one, one) in reachable(pairs, pair) for pair in apart):
                return True
    return False


@functools.cache
def samples() -> str:
    """Return the characters that tell the classes of the patterns apart: all that any pattern names, and some others."""
    named = {char for param in PATTERNS for char in param.values[0]}  # type: ignore[attr-defined]
    return "".join(sorted(named | set(map(chr, range(32, 127))) | set("的國éЯа٣ب\u00a0\u3000")))


def alphabet(code: Any, value: Any) -> frozenset[str]:
    """Return the characters among the samples that one position of a pattern takes."""
    if code is op.LITERAL:
        return frozenset(chr(value))
    compiled = re._compiler.compile(_position(code, value))  # type: ignore[attr-defined]
    return frozenset(char for char in samples() if compiled.match(char))


def _position(code: Any, value: Any) -> Any:
    one = _parser.SubPattern(_parser.State())
    one.append((code, value))
    return one


def test_the_sign_of_exponential_time_is_found() -> None:
    assert ambiguous("(?:[^、]{1,24}[、和]){1,250}x")
    assert ambiguous("(?:a{1,5}){1,9}b")
    assert ambiguous("(?:a|b?a){1,9}d")
    assert ambiguous("(?:[^,]{2,80}, ?){0,250}:")
    assert not ambiguous("(?:[^, ][^,]{1,80}, ?){0,250}:")
    assert not ambiguous("(?:[^、]{1,24}、){1,250}x")
    assert not ambiguous("(?:[0-9]{4} ?年 ?){1,8}")


# And run on texts made from the pattern to be as bad as can be: what it takes, again and again, and never quite to its end.


def taken(parsed: Any, often: int) -> str:
    """Return a text that a pattern takes, each repetition of it done so often if it may be."""
    out = []
    for code, value in parsed:
        if code is op.SUBPATTERN:
            out.append(taken(value[3], often))
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT):
            least, most, inner = value
            out.append(taken(inner, often) * max(least, min(most, often)))
        elif code is op.BRANCH:
            out.append(max((taken(branch, often) for branch in value[1]), key=len))
        elif code not in (op.AT, op.ASSERT_NOT, op.FAILURE):
            out.append(min(alphabet(code, value) - {"\n"}, default="a"))
    return "".join(out)


def repeated(parsed: Any) -> Iterator[Any]:
    """Yield what a pattern repeats more than a few times."""
    for code, value in parsed:
        if code is op.SUBPATTERN:
            yield from repeated(value[3])
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT):
            if value[1] > FEW:
                yield value[2]
            yield from repeated(value[2])
        elif code is op.BRANCH:
            for branch in value[1]:
                yield from repeated(branch)


def worst(pattern: str) -> Iterator[str]:
    """Yield texts on which a pattern that tries alternatives without bound would not end."""
    parsed = _parser.parse(pattern)
    for often in (1, 2, 300):
        once = taken(parsed, often)
        yield (once * (LENGTH // (len(once) + 1) + 1))[:LENGTH] + "\0"
        yield ((once[:-1] + "\0") * (LENGTH // (len(once) + 1) + 1))[:LENGTH]
    for inner in repeated(parsed):
        body = taken(inner, 1)
        yield (body * (LENGTH // (len(body) + 1) + 1))[:LENGTH] + "\0"


LENGTH = 20_000
"""Of this length a text with two alternatives a character has more readings than there are atoms, and a square is minutes."""


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_ends_on_the_worst_texts_that_can_be_made_from_it(pattern: str, request: pytest.FixtureRequest) -> None:
    compiled = re.compile(pattern)
    whole = any(f"-{where}-" in request.node.name for where in LINES)  # tried at the beginning of a line alone
    for text in set(worst(pattern)):
        compiled.match(text)
        for _ in () if whole else compiled.finditer(text):
            pass


def test_every_data_file_is_read() -> None:
    assert LANGUAGES
    for tag in LANGUAGES:
        assert packs.language(tag).tag == tag
    names = {entry.name for entry in files("akn").joinpath("organs").iterdir() if entry.name.endswith(".toml")}
    assert {f"{key}.toml" for key in packs.organs()} == names
