"""Children die with their parent, even when it is killed."""

import ctypes
import signal
import sys

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """In a child between fork and exec: have the kernel end it when its parent ends (Linux; elsewhere nothing)."""
    if _libc:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
