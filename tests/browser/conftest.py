"""The built book, served on this machine to a real Chromium.

A missing browser is a failure, not a skip.
"""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def book_url(book_html: Path) -> Iterator[str]:
    """Where the book is served, without a slash at its end."""
    with serve(book_html) as url:
        yield url


class serve:
    """Serve ``folder`` on a free port of this machine: a context that gives the address."""

    def __init__(self, folder: Path) -> None:
        handler = functools.partial(_Quiet, directory=str(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def __enter__(self) -> str:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass
