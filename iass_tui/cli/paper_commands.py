"""Papers that say nothing about anyone: to a file of one's own choosing, in clear."""

from __future__ import annotations

import argparse
from pathlib import Path

from iass_tui import bootstrap
from iass_tui.cli.asking import Stop, say, tell
from iass_tui.cli.opening import signed_in
from iass_tui.cli.parser import Exit
from iass_tui.host.outbox_files import write_new
from iass_tui.rules.papers import Paper
from iass_tui.rules.wording import versions, wording
from iass_tui.services import public_papers
from iass_tui.services.paper_views import PaperWish

PAPERS = {"form": Paper.FORM, "summary": Paper.SUMMARY, "policy": Paper.POLICY, "rights": Paper.RIGHTS}
SHEETS = {"sheet1": 1, "sheet2": 2, "sheet3": 3}
"""Blank forms, filled in by hand when the recovery kit is made."""


def paper(wanted: argparse.Namespace) -> int:
    """One public paper into a file, or the list of them."""
    if wanted.what == "list":
        _list()
        return Exit.OK
    if wanted.version and wanted.what != "policy":
        raise Stop(f"Only the policy has versions to choose from: iass paper {wanted.what} -o FILE.pdf", Exit.USAGE)
    if wanted.output is None:
        raise Stop(f"Name the file: iass paper {wanted.what} -o FILE.pdf", Exit.USAGE)
    if wanted.output.exists() and not wanted.force:
        raise Stop(f"{wanted.output} is there already. Choose another name, or add --force.", Exit.USAGE)
    _write(wanted.output, _pdf(wanted), replace=wanted.force)
    tell(f"Wrote {wanted.output}.")
    return Exit.OK


def _pdf(wanted: argparse.Namespace) -> bytes:
    """With --answers nothing sealed is opened: what stands on the letterhead is in that file too."""
    if wanted.what in SHEETS:
        return _sheet(wanted)
    wish = PaperWish(paper=PAPERS[wanted.what], version=wanted.version or "", large=wanted.large)
    if wanted.answers is not None:
        from iass_tui.cli.office_commands import read_office

        return public_papers.pdf(wish, read_office(wanted.answers), bootstrap.now().date())
    with signed_in(wanted) as session:
        return session.papers.plain(wish)


def _sheet(wanted: argparse.Namespace) -> bytes:
    number, large = SHEETS[wanted.what], wanted.large
    if wanted.answers is not None:
        from iass_tui.cli.office_commands import read_office

        return public_papers.sheet_forms((number,), read_office(wanted.answers), bootstrap.now().date(), large=large)
    with signed_in(wanted) as session:
        return public_papers.sheet_forms((number,), session.facts, session.today_date(), large=large)


def _write(path: Path, raw: bytes, *, replace: bool) -> None:
    try:
        write_new(path, raw, replace=replace)
    except FileExistsError:
        raise Stop(f"{path} is there already. Choose another name, or add --force.", Exit.USAGE) from None
    except OSError as error:
        raise Stop(f"{path} cannot be written: {error.strerror}. Choose another place.") from None


def _list() -> None:
    for name, kind in PAPERS.items():
        say(f"{name:8}  {wording(f'paper.name.{kind.value}').text}")
    for name, number in SHEETS.items():
        say(f"{name:8}  Blank form of recovery sheet {number}")
    for one in versions("policy"):
        say(f"policy {one.version}  {one.sha256[:16]}")
    say("The versions that this office issued since: iass policy list")
