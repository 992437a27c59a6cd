"""Convert a folder on every core; what is wrong with one text does not stop the others.

python examples/batch.py [FOLDER_OF_TEXTS [FOLDER_FOR_XML]]
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import akn

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def convert(path: Path, target: Path) -> str:
    """Convert one file, and return a line about it: a small answer travels quickly between processes."""
    try:
        result = akn.convert(path)
    except akn.AknError as error:
        return f"{path.name}: {error}"
    if not akn.validate(result.xml).valid:
        return f"{path.name}: invalid"
    target.write_bytes(result.xml)
    return f"{path.name}: {len(result.xml):,} bytes, {len(result.diagnostics)} findings"


def main() -> None:
    """Convert every text of the folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SEEDS
    out = Path(sys.argv[2] if len(sys.argv) > 2 else "build/batch")
    out.mkdir(parents=True, exist_ok=True)
    texts = sorted(folder.glob("*.txt"))
    targets = [out / f"{path.stem}.xml" for path in texts]
    with ProcessPoolExecutor() as pool:
        for line in pool.map(convert, texts, targets, chunksize=8):
            print(line)


if __name__ == "__main__":
    main()
