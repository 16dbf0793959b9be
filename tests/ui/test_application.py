"""The program's loop: it ends with the last window or a signal, and errors become sentences."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

START = """
import asyncio, logging, os, signal, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from ui.application import create_application, request_close, run, set_error_sink, until_closed
app = create_application(["metarr"])
"""


def run_program(code: str) -> subprocess.CompletedProcess[str]:
    """Run *code* in an interpreter of its own: signal handlers and hooks belong to a whole process."""
    program = START + textwrap.dedent(code)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)


def test_the_program_ends_with_the_last_window_and_cleans_up_on_a_running_loop() -> None:
    done = run_program("""
        async def main(app):
            window = QWidget()
            window.show()
            QTimer.singleShot(0, window.close)
            await until_closed()
            await asyncio.sleep(0.001)
            print("cleaned up", app.quitOnLastWindowClosed())
        sys.exit(run(main))
    """)
    assert (done.returncode, done.stdout, done.stderr) == (0, "cleaned up False\n", "")


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_ends_an_idle_program_cleanly(name: str) -> None:
    done = run_program(f"""
        async def main(app):
            window = QWidget()
            window.show()
            QTimer.singleShot(1, lambda: os.kill(os.getpid(), signal.{name}))
            await until_closed()
            print("cleaned up")
        sys.exit(run(main))
    """)
    assert (done.returncode, done.stdout, done.stderr) == (130, "cleaned up\n", "")


def test_a_second_signal_ends_a_program_that_does_not_listen() -> None:
    done = run_program("""
        async def main(app):
            def again():
                os.kill(os.getpid(), signal.SIGINT)
            QTimer.singleShot(1, again)
            QTimer.singleShot(20, again)
            try:
                await asyncio.sleep(30)
            finally:
                print("cleaned up")
        sys.exit(run(main))
    """)
    assert (done.returncode, done.stdout, done.stderr) == (130, "cleaned up\n", "")


def test_an_error_in_a_slot_is_told_as_a_sentence_and_logged() -> None:
    done = run_program("""
        logging.basicConfig(stream=sys.stdout, format="%(levelname)s %(name)s")
        set_error_sink(lambda sentence: print("told:", sentence))
        async def main(app):
            QTimer.singleShot(0, lambda: {}["https://api.example/?api_key=secret"])
            QTimer.singleShot(5, request_close)
            await until_closed()
        sys.exit(run(main))
    """)
    assert "told: This did not work because of a fault in Metarr Desktop itself." in done.stdout
    assert "CRITICAL ui.application" in done.stdout
    assert done.stderr == ""
    assert done.returncode == 0


def test_an_error_of_main_itself_is_not_hidden() -> None:
    done = run_program("""
        async def main(app):
            raise SystemExit("no database")
        run(main)
    """)
    assert done.returncode == 1
    assert done.stderr == "no database\n"


def test_warnings_of_qt_go_to_the_log() -> None:
    done = run_program("""
        logging.basicConfig(stream=sys.stdout, format="%(levelname)s %(name)s %(message)s")
        app.setStyleSheet("QLabel { colour: red; }")
        from PySide6.QtWidgets import QLabel
        QLabel("a").grab()
    """)
    assert "WARNING qt Unknown property colour" in done.stdout
    assert done.stderr == ""


def test_work_in_threads_uses_the_executor_of_the_house() -> None:
    done = run_program("""
        import threading
        async def main(app):
            name = lambda: threading.current_thread().name
            names = await asyncio.gather(*(asyncio.to_thread(name) for _ in range(40)))
            print(all(name.startswith("default") for name in names), len(set(names)) <= 4)
        sys.exit(run(main))
    """)
    assert done.stdout == "True True\n"
