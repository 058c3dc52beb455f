"""When the app locks by itself: spans of a steady clock, no wall clock."""

from __future__ import annotations

from collections.abc import Callable

WARNING_SECONDS = 60.0


class Idle:
    """Counts from the last key. `minutes` is a setting of the office; the warning comes one minute before."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._last = steady()
        self.minutes = 10.0

    def touch(self) -> None:
        """Someone is here."""
        self._last = self._steady()

    @property
    def left(self) -> float:
        """Seconds until the lock, never below 0."""
        return max(self._last + self.minutes * 60 - self._steady(), 0.0)

    @property
    def is_over(self) -> bool:
        """Time to lock."""
        return self.left <= 0

    @property
    def is_near(self) -> bool:
        """Time to warn; never in the first half of a very short setting."""
        return self.left <= min(WARNING_SECONDS, self.minutes * 30)
