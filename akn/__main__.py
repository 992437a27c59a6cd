"""``python -m akn`` is ``akn``."""

from akn.cli import main

if __name__ == "__main__":
    main()
