"""Convert a folder on every core; what is wrong with one text does not stop the others, and a second run does only what is new.

python examples/batch.py [FOLDER_OF_TEXTS [FOLDER_FOR_XML]]
"""

import sys
from pathlib import Path

import akn

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def main() -> None:
    """Convert every text of the folder and its subfolders."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SEEDS
    out = Path(sys.argv[2] if len(sys.argv) > 2 else "build/batch")
    summary = akn.Summary()
    for outcome in akn.convert_many(folder, out):
        summary.add(outcome)
        print(f"{outcome.name}: {outcome.message or f'{outcome.status}, {outcome.size:,} bytes, {outcome.findings} findings'}")
    print(f"{summary.converted} converted, {summary.unchanged} unchanged, {summary.failed} failed")


if __name__ == "__main__":  # the workers import this script too
    main()
