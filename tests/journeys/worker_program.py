"""The headless worker on the demo, with pictures that cost nothing: ``python -m tests.journeys.worker_program``."""

from __future__ import annotations

import functools
import sys
from unittest.mock import patch

from metarr_desktop.cli import main
from metarr_desktop.demo.service import DemoServices
from tests.journeys.quick_picture import quick_picture

if __name__ == "__main__":
    quick = functools.partial(DemoServices, painter=quick_picture)
    with patch("metarr_desktop.services.demo_mode.DemoServices", quick):
        sys.exit(main(["worker"]))
