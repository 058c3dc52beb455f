"""Ten colleagues at once: processes that write notes flat out. Run as a module it is one of them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID

from iass_tui.rules.records.casework import NoteBody
from scripts.benching.findings import Finding, high, middle, ms
from scripts.benching.invented import SENTENCES
from scripts.benching.offices import ROOT, Made, notes_in

WRITERS = 10


def writing(made: Made, seconds: float, writers: int = WRITERS) -> list[Finding]:
    """How long each note took, whether every acknowledged one is there, and what went wrong."""
    before = notes_in(made)
    argv = [sys.executable, "-m", "scripts.benching.writers", str(made.path), str(made.people), str(seconds)]
    started = [
        subprocess.Popen([*argv, str(number)], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for number in range(writers)
    ]
    for one in started:
        assert one.stdout is not None
        one.stdout.readline()  # signed in
    for one in started:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    answers = [json.loads(one.communicate()[0]) for one in started]
    took = [seconds for answer in answers for seconds in answer["took"]]
    wrong = [sentence for answer in answers for sentence in answer["wrong"]]
    lost = len(took) - (notes_in(made) - before)
    least, most = (pick(len(answer["took"]) for answer in answers) for pick in (min, max))
    times = f"half within {ms(middle(took)):.1f} ms, worst {ms(max(took)):.0f} ms"
    detail = f"{len(took):,} notes, {least:,} to {most:,} each; {times}"
    return [
        Finding(
            "writers", f"{writers} processes writing: 99 of 100 notes within", ms(high(took, 0.99)), "ms", 20, detail
        ),
        Finding(
            "writers",
            f"{writers} processes writing: refused as locked or otherwise",
            len(wrong),
            "",
            0,
            "".join(wrong[:1]),
        ),
        Finding("writers", f"{writers} processes writing: notes lost", lost, "", 0),
    ]


def _write(made: Made, seconds: float, number: int) -> None:
    session = made.sign_in()
    body = NoteBody(progress=" ".join(SENTENCES[:3]), channel="TEL", minutes=5)
    cases: list[UUID] = [line.id for line in session.casework.my_cases()]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    took, wrong, ends = [], [], time.perf_counter() + seconds
    while (began := time.perf_counter()) < ends:
        try:
            session.casework.add_note(cases[(number + len(took)) % len(cases)], body)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is counted and shown
            wrong.append(f"{type(error).__name__}: {error}")
        else:
            took.append(time.perf_counter() - began)
    session.close()
    json.dump({"took": took, "wrong": wrong}, sys.stdout)


if __name__ == "__main__":
    _write(Made(Path(sys.argv[1]), int(sys.argv[2])), float(sys.argv[3]), int(sys.argv[4]))
