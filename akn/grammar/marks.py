"""Note marks as characters: superscript digits and stars."""

from __future__ import annotations

RAISED = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
PLAIN = str.maketrans(RAISED, "0123456789")
RAISE = str.maketrans("0123456789", RAISED)
