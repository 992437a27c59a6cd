"""What a preambular paragraph opens with: the words that are set off, and the key that is one in every language."""

from __future__ import annotations

import pytest

from akn import packs
from akn.grammar.openings import UNLISTED, Openings


def opening(tag: str, organ: str, text: str) -> tuple[str, str]:
    words, key, _ = Openings(packs.language(tag), packs.organs()[organ]).find(text)
    return words, key


@pytest.mark.parametrize(
    ("tag", "organ", "text", "words", "key"),
    [
        ("en", "hrc", "Recalling also its rules,", "Recalling also", "recallingAlso"),
        ("en", "hrc", "Expressing its deepest concern at the noise,", "Expressing its deepest concern", "expressingDeepestConcern"),
        ("en", "sc", "Expressing deep concern at the noise,", "Expressing", "expressingDeepConcern"),
        ("en", "ga", "Reaffirming its strong commitment to books,", "Reaffirming its strong commitment", "reaffirming"),
        ("en", "hrc", "Reaffirming its strong commitment to books,", "Reaffirming", "reaffirming"),
        ("en", "hrc", "Expressing its utter dismay at the noise,", "Expressing its utter dismay", "expressing"),
        ("en", "ga", "Deeply perturbed by the noise,", "Deeply perturbed", UNLISTED),
        ("en", "ga", "Recallings of books,", "", UNLISTED),
        ("fr", "ga", "Se\u00a0déclarant vivement troublée par le bruit,", "Se\u00a0déclarant vivement troublée", "expressing"),
        ("zh", "unea", "又回顾关于图书馆的决定，", "又", "recallingAlso"),
        ("zh", "hrc", "又回顾关于图书馆的决定，", "又回顾", "recallingAlso"),
        ("zh", "hrc", "遗憾地获悉图书馆已关闭，", "遗憾地获悉", UNLISTED),
    ],
)
def test_what_is_set_off(tag: str, organ: str, text: str, words: str, key: str) -> None:
    assert opening(tag, organ, text) == (words, key)


@pytest.mark.parametrize("words", ["وإذ يسلم أيضا", "وإذ يسلِّم أيضاً", "وإذ يســـلّم أيضًا"])
def test_vowel_signs_and_kashida_make_no_other_phrase(words: str) -> None:
    """They are printed as they are, with those at the phrase's end."""
    assert opening("ar", "hrc", f"{words} بأهمية المكتبات،") == (words, "recognizingAlso")


@pytest.mark.parametrize("tag", packs.languages())
def test_every_listed_phrase_is_found(tag: str) -> None:
    language = packs.language(tag)
    phrases = Openings(language, packs.fallback())
    for key, listed in language.phrases.items():
        for words in listed:
            assert phrases.find(f"{words} X" if language.spaced else words)[1:] == (key, words)
            assert phrases.opens(words)
