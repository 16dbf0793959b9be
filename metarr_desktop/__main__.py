"""``python -m metarr_desktop``: the command line."""

from metarr_desktop.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
