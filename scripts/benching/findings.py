"""What was measured, beside what it should be."""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Callable, Iterable, Sequence
from typing import Any

TARGETS_AT = 10_000
"""The size of the office that the targets are for."""
FORMATS = {
    "times": "{:.2f} times",
    "ms": "{:.0f} ms",
    "s": "{:.1f} s",
    "MB": "{:.0f} MB",
    "bytes": "{:,.0f} bytes",
    "": "{:.0f}",
}


@dataclasses.dataclass(frozen=True)
class Finding:
    """One number of one row. `value` is None where it could not be measured: `detail` says why."""

    row: str
    what: str
    value: float | None
    unit: str = ""
    most: float | None = None
    """The target; None for what is only reported."""
    detail: str = ""
    size: int = 0

    @property
    def is_met(self) -> bool | None:
        """None where there is no target, or not for an office of this size."""
        if self.most is None or self.size != TARGETS_AT:
            return None
        return self.value is not None and self.value <= self.most

    def shown(self, value: float | None) -> str:
        """A value with its unit."""
        if value is None:
            return "not measured"
        precise = self.unit == "ms" and value < 20
        return "{:.1f} ms".format(value) if precise else FORMATS[self.unit].format(value)  # noqa: UP032

    def to_json(self) -> dict[str, Any]:
        """For programs."""
        return {**dataclasses.asdict(self), "is_met": self.is_met}


def middle(values: Iterable[float]) -> float:
    """The median."""
    return statistics.median(values)


def high(values: Sequence[float], share: float = 0.95) -> float:
    """The value below which that share lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def ms(seconds: float) -> float:
    """Milliseconds."""
    return seconds * 1000


def spread(seconds: Sequence[float]) -> str:
    """The slow end of some times, for the details."""
    return f"95 of 100 under {ms(high(seconds)):.1f} ms, worst {ms(max(seconds)):.1f}"


def table(findings: Sequence[Finding]) -> str:
    """Plain text: a line for each number, a column for each size of office."""
    sizes = sorted({one.size for one in findings})
    lines = [["", "reach", *(f"{size:,} people" for size in sizes), ""]]
    for what in dict.fromkeys(one.what for one in findings):
        by_size = {one.size: one for one in findings if one.what == what}
        some = next(iter(by_size.values()))
        reach = "" if some.most is None else some.shown(some.most)
        cells = [by_size[size].shown(by_size[size].value) if size in by_size else "" for size in sizes]
        verdicts = [one.is_met for one in by_size.values() if one.is_met is not None]
        lines.append([what, reach, *cells, "" if not verdicts else "met" if all(verdicts) else "MISSED"])
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    shown = [
        "  ".join([line[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True))]).rstrip()
        for line in lines
    ]
    return "\n".join(shown)


def details(findings: Sequence[Finding]) -> str:
    """What lies behind the numbers."""
    return "\n".join(f"{one.size:,}: {one.what}: {one.detail}" for one in findings if one.detail)


Say = Callable[[str], None]
