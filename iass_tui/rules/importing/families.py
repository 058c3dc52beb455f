"""A row with its consent proved, as the people, the case and the note that it becomes."""

from __future__ import annotations

import dataclasses
from datetime import date

from iass_tui.rules import ages, text
from iass_tui.rules.cases import with_level
from iass_tui.rules.codes import code_list
from iass_tui.rules.importing.columns import CONTACT
from iass_tui.rules.importing.names import ADULTS, Named, named
from iass_tui.rules.importing.reading import (
    FaultKind,
    RepairKind,
    read_email,
    read_phone,
    read_postcode,
)
from iass_tui.rules.importing.taking import Row
from iass_tui.rules.importing.verdicts import Evidence, NewAdult, NewFamily
from iass_tui.rules.records.casework import CaseFacts, CaseStatus
from iass_tui.rules.records.people import Address, ContactDetails, FamilyTie, PartyRole, PersonCard

OUTCOME_NOT_KNOWN = "O23"


def family_of(row: Row, opened: date, consent: Evidence) -> NewFamily | None:
    """The records of a row; its faults and repairs are in `row` afterwards. None without a child's name."""
    child = _child(row)
    adults = tuple(_adult(row, who) for who in ADULTS if named(row.cell, who) is not None)
    closed, status = _closing(row, opened)
    facts = _facts(row, opened, closed, status)
    contact = _contact(row, consent)
    note_on = row.day("note_on")
    note = _note(row)
    if child is None:
        return None
    signer_type = facts.user_type or _user_type(child, adults, opened, consent.signer)
    cards = [child, *(one.card for one in adults)]
    cards[consent.signer] = dataclasses.replace(cards[consent.signer], user_type=signer_type)
    return NewFamily(
        child=cards[0],
        adults=tuple(dataclasses.replace(one, card=card) for one, card in zip(adults, cards[1:], strict=True)),
        contact=contact,
        consent=consent,
        facts=dataclasses.replace(facts, user_type=signer_type),
        status=status,
        issue_group=code_list("ISSUE").get(facts.issues[0]).group if facts.issues else "",
        officer=row.text("officer"),
        note=note,
        note_on=note_on,
    )


def _name(row: Row, who: str) -> Named | None:
    """The name, with what is wrong with it noted."""
    parts = {part: row.text(f"{who}_{part}") for part in ("given", "family", "name")}
    found = named(lambda key: parts[key.rpartition("_")[2]], who)
    if found is not None and found.was_split:
        row.mended(f"{who}_name", RepairKind.NAME_SPLIT)
    return found


def _child(row: Row) -> PersonCard | None:
    found = _name(row, "child")
    if found is None:
        row.fault("child_name", FaultKind.MISSING)
        return None
    return PersonCard(
        role=PartyRole.CHILD,
        given_name=found.given,
        family_name=found.family,
        known_as=row.text("child_known_as"),
        born=row.birth_date("child_born"),
    )


def _adult(row: Row, who: str) -> NewAdult:
    found = _name(row, who) or Named("", "")
    strange = len(row.kept_words)
    relation, responsibility = row.code(f"{who}_relation"), row.code(f"{who}_pr")
    home = row.code(f"{who}_home")
    words = "; ".join(f"{heading}: {said}" for heading, said in row.kept_words[strange:])
    del row.kept_words[strange:]  # they stand with the tie, not in the note
    card = PersonCard(role=PartyRole.PARENT, given_name=found.given, family_name=found.family)
    tie = FamilyTie(relation=relation or "OTH", responsibility=responsibility or "UNKNOWN", home=home, words=words)
    return NewAdult(card, tie)


def _contact(row: Row, consent: Evidence) -> ContactDetails | None:
    """Ways to reach whoever gave consent; read, and so checked, only where they may be kept (P44)."""
    if consent.contact is not True:
        for key in CONTACT:
            if row.has(key):
                row.mended(key, RepairKind.LEFT_OUT)
        return None
    phones = [row.take(key, read_phone) for key in ("phone", "mobile")]
    email, postcode = row.take("email", read_email), row.take("postcode", read_postcode) or ""
    written = row.text("address", is_long=True)
    pieces = written.splitlines() if "\n" in written else written.split(",")
    lines = tuple(text.squash(line) for line in pieces if line.strip())
    details = ContactDetails(
        phones=tuple(dict.fromkeys(one for one in phones if one)),
        emails=(email,) if email else (),
        addresses=(Address(lines=lines, postcode=postcode),) if lines or postcode else (),
    )
    return None if details == ContactDetails() else details


def _closing(row: Row, opened: date) -> tuple[date | None, CaseStatus]:
    """The day of closing and the status; an empty status follows from whether there is such a day."""
    closed = row.day("closed")
    said = row.code("status")
    if closed is not None and closed < opened:
        row.fault("closed", FaultKind.BEFORE_OPENING)
    if not said:
        if closed is not None:
            row.mended("status", RepairKind.WORKED_OUT)
        return closed, CaseStatus.CLOSED if closed else CaseStatus.OPEN
    status = CaseStatus(said)
    if status is CaseStatus.CLOSED and not row.has("closed"):
        row.fault("closed", FaultKind.MISSING)
    if status is not CaseStatus.CLOSED and row.has("closed"):
        row.fault("status", FaultKind.CONTRADICTS)
    return closed, status


def _facts(row: Row, opened: date, closed: date | None, status: CaseStatus) -> CaseFacts:
    level = row.code("level")
    outcomes, outcome_words = row.codes("outcome"), row.text("outcome_words", is_long=True)
    if status is CaseStatus.CLOSED and not outcomes:
        outcomes = (OUTCOME_NOT_KNOWN,)
        row.mended("outcome", RepairKind.WORKED_OUT)
    facts = CaseFacts(
        issues=row.codes("issues"),
        needs=row.codes("needs"),
        sen_stage=row.code("sen_stage") or "U",
        setting_type=row.code("setting_type") or "NKN",
        setting_name=row.text("setting_name"),
        source=row.code("source") or "NKN",
        channel=row.code("channel"),
        user_type=row.code("user_type"),
        wants=row.text("wants", is_long=True),
        opened_on=opened,
        closed_on=closed,
        closure=row.code("closure"),
        outcomes=outcomes,
        outcome_words=outcome_words,
    )
    return with_level(facts, level, opened) if level else facts


def _user_type(child: PersonCard, adults: tuple[NewAdult, ...], opened: date, signer: int) -> str:
    """Who came, where the sheet does not say and it follows from who gave consent."""
    if signer == 0:
        is_grown = child.born is not None and ages.has_attained(child.born.latest(), ages.OWN_REQUESTS, opened)
        return "YP" if is_grown else "CHI" if child.born is not None else ""
    return "PAR" if adults[signer - 1].tie.responsibility == "YES" else ""


def _note(row: Row) -> str:
    """The last note, and after it the words that were on no list."""
    written = row.text("note", is_long=True)
    kept = "\n".join(f"{heading}: {words}" for heading, words in row.kept_words)
    note = "\n\n".join(part for part in (written, f"As it stood in the spreadsheet:\n{kept}" if kept else "") if part)
    if len(note) > text.NOTE_LIMIT:
        row.fault("note", FaultKind.TOO_LONG)
    return note
