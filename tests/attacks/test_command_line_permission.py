"""The command line reaches nobody whom the app may not: what waits in the outbox, and rows (P44, P47, P78)."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

from db import consent_store
from iass_tui.cli import import_commands, record_commands
from iass_tui.cli.asking import Stop
from iass_tui.cli.commands import carry_out
from iass_tui.cli.parser import Exit, parse
from iass_tui.rules.consent import fold
from iass_tui.rules.papers import Way
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.letters import LetterKind
from iass_tui.rules.records.office import Permission
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import OutboxFile
from tests.services import sheets
from tests.services.families import add_family
from tests.services.offices import Office
from tests.services.test_keeping_in_touch import willing
from tests.services.test_letters import person, send, wish
from tests.services.test_sharing import TODAY

NOBODY = UUID("00000000-0000-4000-8000-000000000000")


# What was made before a withdrawal


def a_list(office: Office) -> tuple[OutboxFile, Callable[[], object]]:
    """A list with a mother on it, who then stops that way of news."""
    mother = willing(office)
    office.manager.staff.set_permissions(office.officer.me.id, frozenset(Permission))
    made = office.officer.keeping_in_touch.export(Purpose.MKT_POST)
    return made, lambda: office.officer.keeping_in_touch.stop(mother, Purpose.MKT_POST, method="VERBAL")


def a_copy(office: Office) -> tuple[OutboxFile, Callable[[], object]]:
    """A copy of a mother's own file, whose consent to be saved is then taken back."""
    family = add_family(office.officer)
    offer = office.officer.packs.offer(family.mother, None)
    made = office.officer.packs.make(family.mother, None, {one.id: not one.locked for one in offer.items})
    return made, lambda: taken_back(office, family.mother, Purpose.SAVE_CASE)


def a_letter(office: Office) -> tuple[OutboxFile, Callable[[], object]]:
    """A letter to a mother about her child; she then takes back that we may reach her."""
    family = add_family(office.officer)
    made = send(office.officer, wish(family, LetterKind.HOLDING, person(family.mother), way=Way.POST))
    return made, lambda: taken_back(office, family.mother, Purpose.SAVE_CONTACT)


def taken_back(office: Office, person_id: object, purpose: Purpose) -> None:
    office.officer.consent.withdraw(
        person_id,  # type: ignore[arg-type]
        purpose,
        Scope(),
        given_by=person_id,  # type: ignore[arg-type]
        given_on=TODAY,
        method="VERBAL",
    )


@pytest.mark.parametrize("make", [a_list, a_copy, a_letter])
def test_what_was_made_before_a_withdrawal_is_not_fetched_after_it(
    office: Office,
    make: Callable[[Office], tuple[OutboxFile, Callable[[], object]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    brought = io.BytesIO()
    monkeypatch.setattr(record_commands, "places_of", lambda _: office.places)
    monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=brought, isatty=lambda: False, write=lambda _: 0))
    made, take_back = make(office)
    fetch = parse(["outbox", "get", made.name])
    assert record_commands.outbox(fetch) == Exit.OK
    assert len(brought.getvalue()) == made.size
    take_back()
    with pytest.raises(Stop, match="no such file"):
        record_commands.outbox(fetch)
    assert len(brought.getvalue()) == made.size


# A restricted record


def test_whoever_is_shut_out_neither_finds_it_nor_takes_a_copy_and_reads_what_stands_for_nobody_at_all(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    family = add_family(office.colleague)
    office.manager.restricting.place(family.case, frozenset({office.officer.me.id}), "A conflict", None)

    def said(who: OfficeSession, argv: list[str], line: str = "") -> tuple[int, str]:
        monkeypatch.setattr(record_commands, "signed_in", lambda _: contextlib.nullcontext(who))
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{line}\n"))
        code = carry_out(parse(argv))
        return code, "".join(capsys.readouterr()).replace(str(family.child), str(NOBODY))

    for line in ("Amina Hassan", "Hassan", "C-0001", "07700 900123"):
        assert said(office.officer, ["find", "-"], line) == (Exit.OK, "")
        assert said(office.officer, ["find", "-", "--json"], line)[1].strip() == "[]"
    assert "Amina Hassan" in said(office.colleague, ["find", "-"], "C-0001")[1]
    for more in (["--list"], ["--draft", "--include", "proposed"]):
        there = said(office.officer, ["pack", str(family.child), *more])
        assert there == said(office.officer, ["pack", str(NOBODY), *more])
        assert there[0] != Exit.OK
        unknown = said(office.officer, ["pack", "C-0001", *more])[1].replace("C-0001", "C-0009")
        assert unknown == said(office.officer, ["pack", "C-0009", *more])[1]


# Rows


@pytest.fixture
def bring(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[list[dict[str, str]]], int]:
    """`iass import` of these rows, as the manager."""

    class SignedIn:
        def __init__(self, _: object) -> None: ...
        def __enter__(self) -> OfficeSession:
            return office.manager

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(import_commands, "signed_in", SignedIn)

    def command(rows: list[dict[str, str]]) -> int:
        path = sheets.write_csv(tmp_path / "rows.csv", rows)
        return carry_out(parse(["import", str(path), "--yes"]))

    return command


Bring = Callable[[list[dict[str, str]]], int]
ROW = {"Status": "Open", "Date closed": "", "Outcome": ""}


@pytest.mark.parametrize("answer", ["No", "", "perhaps"])
def test_no_row_sets_up_a_way_to_reach_somebody_who_did_not_agree_to_it(
    office: Office, bring: Bring, answer: str
) -> None:
    bring([{**sheets.rows(1)[0], **ROW, "May keep contact details": answer}])
    assert office.ask("SELECT count(*) FROM person_contact") == 0
    nobody_is_reached(office)


@pytest.mark.parametrize("missing", ["Consent", "Signed by", "Date of consent", "Consent type", "Form version"])
def test_no_row_without_proof_of_a_yes_leaves_anybody_on_file(office: Office, bring: Bring, missing: str) -> None:
    bring([{**sheets.rows(1)[0], **ROW, missing: ""}])
    for table in ("person", "person_contact", "case", "note", "contact", "task"):
        assert office.ask(f'SELECT count(*) FROM "{table}"') == 0, table
    nobody_is_reached(office)


LATER = {"Date of consent": "01/10/2026", "Date opened": "01/10/2026", "Last contact": "02/10/2026"}


@pytest.mark.parametrize("is_last", [True, False])
@pytest.mark.parametrize("later", [LATER, {"Date opened": "01/10/2026", "Last contact": "02/10/2026"}])
def test_a_later_no_in_another_row_of_theirs_leaves_no_way_to_reach_them(
    office: Office, bring: Bring, later: dict[str, str], *, is_last: bool
) -> None:
    yes = {**sheets.rows(1)[0], **ROW}
    no = {**yes, **later, "May keep contact details": "No"}
    bring([yes, no] if is_last else [no, yes])
    assert office.ask("SELECT count(*) FROM person") == 2  # one child, one parent, of two rows
    assert office.ask('SELECT count(*) FROM "case"') == 2
    assert office.ask("SELECT count(*) FROM person_contact") == 0
    nobody_is_reached(office)


def nobody_is_reached(office: Office) -> None:
    """Nobody's details are kept but with a Yes to that in force, and nobody stands in a list."""
    from uuid import UUID

    desk = office.manager.desk
    with desk.read() as connection:
        kept = [UUID(bytes=one) for (one,) in connection.exec_driver_sql("SELECT person_id FROM person_contact")]
        for one in kept:
            assert fold(consent_store.history(desk, one, connection), TODAY).may_keep_contact()
    office.manager.directory.load()
    assert all(not one.entries for one in office.manager.keeping_in_touch.lists())
