"""The command line of `scripts/bench`."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Callable, Iterator, Sequence

from scripts.benching import days, importing, notes, painting, services, writers
from scripts.benching.findings import Finding, details, table
from scripts.benching.line import NeverSeen
from scripts.benching.offices import Made, copy_of

Measure = tuple[frozenset[str], Callable[[Made, bool], list[Finding]]]
MEASURES: tuple[Measure, ...] = (
    (frozenset({"first-paint"}), lambda made, quick: painting.first_paint(made, 1 if quick else 15)),
    (frozenset({"today", "directory", "memory"}), lambda made, quick: painting.signing_in(made, 1 if quick else 9)),
    (frozenset({"find", "bytes"}), lambda made, quick: painting.painting(made, 1 if quick else 6)),
    (frozenset({"find"}), lambda made, quick: services.finding(made, 1 if quick else 5)),
    (frozenset({"today"}), lambda made, quick: days.reading(made, 2 if quick else 20)),
    (frozenset({"case"}), lambda made, quick: services.opening(made, 20 if quick else 300)),
    (frozenset({"notes"}), lambda made, quick: notes.searching(made, 1 if quick else 5)),
    (frozenset({"timeline"}), lambda made, quick: notes.showing(made, 20 if quick else 200)),
    (frozenset({"note"}), lambda made, quick: services.saving(made, 20 if quick else 300)),
    (frozenset({"writers"}), lambda made, quick: writers.writing(made, *((1, 3) if quick else (10,)))),
    (frozenset({"import"}), importing.importing),  # the last: it makes the office larger
)
ROWS = tuple(sorted({row for rows, _ in MEASURES for row in rows}))


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Measures the program on invented offices. Ratios and medians of one run; best on a quiet machine.",
    )
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        default=[1_000, 10_000],
        metavar="N",
        help="people in an office; 100000 too takes long to make, once",
    )
    parser.add_argument("--quick", action="store_true", help="few repetitions: to see that it runs")
    parser.add_argument("--only", nargs="+", choices=ROWS, default=ROWS, metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--json", action="store_true", help="for programs")
    return parser.parse_args(argv)


def _measured(made: Made, wanted: frozenset[str], quick: bool, say: Callable[[str], None]) -> Iterator[Finding]:
    for rows, measure in MEASURES:
        if not rows & wanted:
            continue
        say(f"{made.people:,}: {', '.join(sorted(rows))}")
        try:
            found = measure(made, quick)
        except NeverSeen as error:
            first, *others = sorted(rows)
            found = [Finding(first, first, None, detail=str(error)), *(Finding(row, row, None) for row in others)]
        yield from (dataclasses.replace(one, size=made.people) for one in found if one.row in wanted)


def main(argv: Sequence[str] | None = None) -> int:
    """Measures and prints."""
    wanted = _arguments(argv)

    def say(sentence: str) -> None:
        print(sentence, file=sys.stderr, flush=True)

    findings: list[Finding] = []
    for size in wanted.sizes:
        with copy_of(size, say) as made:
            findings += _measured(made, frozenset(wanted.only), wanted.quick, say)
    if wanted.json:
        print(json.dumps([one.to_json() for one in findings], indent=1))
    else:
        print(f"{table(findings)}\n\n{details(findings)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
