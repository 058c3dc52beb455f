"""What may be said of a crash: the exception's class and a place in our code, never a value (traps T1, T8)."""

from __future__ import annotations

import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

_ROOT = Path(__file__).resolve().parents[2]


def where(error: BaseException) -> str:
    """`ValueError at screens/today.py:41`: the innermost line of ours, else the innermost line."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        frame for frame in frames if _ROOT in Path(frame.filename).parents and "site-packages" not in frame.filename
    ]
    name = type(error).__name__
    if not frames:
        return name
    frame = (ours or list(frames))[-1]
    path = Path(frame.filename)
    shown = path.relative_to(_ROOT) if ours else Path(*path.parts[-2:])
    return f"{name} at {shown}:{frame.lineno}"


def innermost(error: BaseException) -> BaseException:
    """The error that began it: a worker and `compose` wrap what went wrong."""
    seen = error
    while (below := getattr(seen, "error", None) or seen.__cause__) is not None and isinstance(below, BaseException):
        seen = below
    return seen


def sentence(error: BaseException) -> str:
    """What a terminal shows after a crash."""
    return (
        f"IASS stopped: {where(innermost(error))}\n"
        "What you saved is kept; the next sign-in offers unsaved work back. Pass the line above on, "
        "it holds nothing about anyone.\n"
    )


def keep_quiet() -> None:
    """Puts the same words in place of tracebacks wherever Python would print one: hooks, threads, destructors."""

    def hook(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
        sys.stderr.write(sentence(error))

    sys.excepthook = hook
    threading.excepthook = lambda args: sys.stderr.write(sentence(args.exc_value)) if args.exc_value else None
    sys.unraisablehook = lambda args: sys.stderr.write(sentence(args.exc_value)) if args.exc_value else None
