"""The term calendar: a manager loads the council's terms from a file, and everybody's dates in school days stand."""

from __future__ import annotations

import argparse

from iass_tui.cli.asking import Stop, say, tell
from iass_tui.cli.opening import signed_in
from iass_tui.cli.parser import Exit
from iass_tui.rules.dates import display_day
from iass_tui.rules.deadlines.term_words import problem_words
from iass_tui.rules.deadlines.terms import CLOSED, TERM
from iass_tui.rules.records.deadlines import Span

TEMPLATE = """\
kind,from,to,name
# term: the first and the last school day. closed: half terms, and inset days without an end.
term,2026-09-02,2026-12-18,Autumn 2026
closed,2026-09-02,,Inset day
closed,2026-10-26,2026-10-30,Half term
term,2027-01-04,2027-03-25,Spring 2027
closed,2027-02-15,2027-02-19,Half term
term,2027-04-12,2027-07-21,Summer 2027
closed,2027-05-31,2027-06-04,Half term
"""


def terms(wanted: argparse.Namespace) -> int:
    """Loads, shows, or gives a file to begin with. A bad file changes nothing."""
    if wanted.what == "template":
        say(TEMPLATE.rstrip())
        return Exit.OK
    if wanted.what == "load":
        return _load(wanted)
    with signed_in(wanted) as session:
        found = session.deadlines.terms()
    if found is None:
        tell("There is no term calendar. Begin with: iass terms template > terms.csv")
        return Exit.FAILED
    for one in sorted((*found.terms, *found.closed), key=lambda span: (span.first, span not in found.terms)):
        say(f"{TERM if one in found.terms else CLOSED:6}  {_span(one)}")
    tell(f"Loaded on {display_day(found.loaded_on)}." if found.loaded_on else "")
    return Exit.OK


def _load(wanted: argparse.Namespace) -> int:
    if wanted.file is None:
        raise Stop("Which file? iass terms load FILE.csv", Exit.USAGE)
    try:
        content = wanted.file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Stop(f'{wanted.file} is not a text file in UTF-8. Save it as "CSV UTF-8".') from None
    except OSError as error:
        raise Stop(f"{wanted.file} cannot be read: {error.strerror}.") from None
    with signed_in(wanted) as session:
        found = session.deadlines.load_terms(content)
    if isinstance(found, tuple):
        for problem in found:
            tell(problem_words(problem))
        raise Stop("Nothing was changed.")
    last = found.terms[-1].last
    tell(f"{len(found.terms)} terms are in force, to {display_day(last)}. Load the next ones before then.")
    return Exit.OK


def _span(one: Span) -> str:
    days = display_day(one.first) if one.first == one.last else f"{display_day(one.first)} to {display_day(one.last)}"
    return f"{days}   {one.name}".rstrip()
