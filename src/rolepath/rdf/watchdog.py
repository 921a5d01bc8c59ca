"""A limit on a query's time on the command line: a query can't be cancelled from Python, so the process ends.

Oxigraph releases the GIL while it parses, evaluates, iterates and serialises, so other threads go on; but the main
thread runs no signal handler before Oxigraph returns to it, so Ctrl-C is taken by the watchdog's thread as well.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from rolepath.errors import QueryTimeout, WrongUse

EXIT_TIMEOUT: Final = 124
EXIT_INTERRUPTED: Final = 130
_FOREVER: Final = 10.0**6  # seconds; sockets refuse more than some centuries


@contextmanager
def watchdog(seconds: float | None) -> Iterator[None]:
    """End the whole process if the body takes longer than `seconds`, or on Ctrl-C: for the command line only.

    Parameters
    ----------
    seconds: more than 0; None for no limit, where Ctrl-C still works.

    Raises
    ------
    WrongUse: `seconds` isn't more than 0.

    Notes
    -----
    The process ends by `os._exit` with 124 and the message of `QueryTimeout` on stderr, or with 130: no `finally` and no
    exit handler runs, so the body should query and serialise, and write nothing. Ctrl-C needs the main thread, where
    Python delivers signals, and Python's own handler of SIGINT.

    >>> with watchdog(30):
    ...     sum(range(10))
    45
    """
    if seconds is not None and not seconds > 0:
        raise WrongUse("a time limit must be more than 0 seconds.")
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    thread = threading.Thread(target=_watch, args=(ours, seconds), name="rolepath watchdog", daemon=True)
    with ours, theirs:
        in_main = threading.current_thread() is threading.main_thread()
        before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False) if in_main else -1
        thread.start()
        try:
            yield
        finally:
            if in_main:
                signal.set_wakeup_fd(before)
            theirs.shutdown(socket.SHUT_WR)
            thread.join()


def _watch(wakeups: socket.socket, seconds: float | None) -> None:
    """Wait for the end of the body (an empty read), for SIGINT (Python writes its number), or for the time to pass."""
    end = time.monotonic() + min(seconds or _FOREVER, _FOREVER)
    while (left := end - time.monotonic()) > 0:
        wakeups.settimeout(left)
        try:
            received = wakeups.recv(64)
        except TimeoutError:
            break
        if not received:
            return
        if signal.SIGINT in received:
            _end(EXIT_INTERRUPTED, "interrupted")
    _end(EXIT_TIMEOUT, str(QueryTimeout(seconds or _FOREVER)))


def _end(code: int, message: str) -> None:
    with suppress(OSError):  # to the file itself: the main thread may hold the lock of sys.stderr
        os.write(2, f"{message}\n".encode())
    os._exit(code)
