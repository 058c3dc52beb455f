"""How the C library holds this process's memory: in one heap that is given back, where glibc is the library.

Of itself it opens a heap for every thread. What one thread's heap freed another cannot use, so that reading everybody
anew in another thread, after each lock, took as much memory once more.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
"""`mallopt`'s numbers."""
_LARGE = 64 * 1024
"""What is larger has pages of its own and goes back at once."""


def keep_one() -> None:
    """Call it before the first thread is started."""
    with contextlib.suppress(OSError, AttributeError, TypeError):  # another C library
        library = ctypes.CDLL(None)
        library.mallopt(_ARENA_MAX, 1)
        library.mallopt(_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_TRIM_THRESHOLD, _LARGE)


def empty() -> None:
    """What was dropped goes now, and free pages back to the machine."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
