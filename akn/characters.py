"""The characters that XML cannot hold (XML 1.0, section 2.2): no text has them, the layout record alone."""

from __future__ import annotations

from typing import Final

RANGES: Final = ((0x00, 0x08), (0x0E, 0x1B), (0x1F, 0x1F), (0xD800, 0xDFFF), (0xFFFE, 0xFFFF))
"""Those that may stand within a line, from the first to the last."""
ODD: Final = "".join(f"{chr(first)}-{chr(last)}" for first, last in RANGES)
"""The same, for a character class of a pattern."""
UNHELD: Final = f"{ODD}\x0b\x0c\x1c-\x1e"
"""All of them: those that end a line too."""
