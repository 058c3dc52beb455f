"""The consent passport: whom we may contact, about what, until when, on what conditions, and how to stop it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from uuid import UUID

from iass_tui.documents.paper import Block, PaperText, Part, Row
from iass_tui.rules.codes import code_list
from iass_tui.rules.consent import Passport, Permitted
from iass_tui.rules.dates import display_day
from iass_tui.rules.records.consents import Scope
from iass_tui.rules.wording import wording


@dataclasses.dataclass(frozen=True, kw_only=True)
class PassportPaper:
    """A passport to print. `refused` are names for the person's own copy alone (P15, P16)."""

    passport: Passport
    about: str
    """Whose consents these are."""
    reader: str
    reference: str = ""
    as_of: str = ""
    refused: tuple[str, ...] = ()
    names: Mapping[UUID, str] = dataclasses.field(default_factory=dict)
    """Of whom a consent may name: of a young person's material it is one parent, or each of them (P32)."""


def passport_paper(paper: PassportPaper) -> PaperText:
    """The passport as a paper."""
    said = paper.passport
    blocks = [
        Block(
            Part.FIELDS, rows=(Row("About", paper.about), Row("For", paper.reader), Row("As it stood on", paper.as_of))
        ),
        Block(Part.TEXT, _own("first" if said.is_own else "first_for")),
        Block(Part.HEADING, _own("contact")),
        *_contacts(said),
        Block(Part.HEADING, _own("ask" if said.is_own else "ask_for")),
        *(Block(Part.POINT, _who(scope)) for scope in said.ask_first),
        Block(Part.POINT, _own("everyone_else")),
        *(_own_parts(said, paper.refused) if said.is_own else ()),
        *_more(said, paper.names),
        Block(Part.TEXT, _own("exceptions")),
        Block(Part.HEADING, _own("how")),
        *(Block(Part.POINT, _own(key)) for key in ("how_1", "how_2", "how_3")),
    ]
    title = f"{_own('title')} {paper.reference}".strip()
    return PaperText(title=title, heading=_own("title"), blocks=tuple(blocks))


def _own(key: str) -> str:
    return wording(f"paper.passport.{key}").text


def _contacts(said: Passport) -> Iterator[Block]:
    if not said.contacts and not said.name_first:
        yield Block(Part.TEXT, _own("nobody"))
    for one in said.contacts:
        yield Block(Part.ENTRY, _who(one.scope), rows=_details(one))
    for scope in said.name_first:
        yield Block(Part.ENTRY, _who(scope), rows=(Row(_own("before"), _own("name_first")),))


def _details(one: Permitted) -> tuple[Row, ...]:
    if one.last_day is not None:
        until = display_day(one.last_day)
    else:
        until = "" if one.scope.one_off else _own("stop")
    once = _own("once") if one.scope.one_off else ""
    rows = [
        Row(_own("about"), one.scope.topic or _own("anything")),
        Row(_own("until"), ", ".join(part for part in (once, until) if part)),
    ]
    return (*rows, *([Row(_own("condition"), one.conditions)] if one.conditions.strip() else []))


def _own_parts(said: Passport, refused: tuple[str, ...]) -> Iterator[Block]:
    """What stands in the person's own copy only: news go to them, and whom they refuse is theirs alone to read."""
    yield Block(Part.HEADING, _own("news"))
    if not said.news:
        yield Block(Part.TEXT, _own("no_news"))
    for one in said.news:
        yield Block(Part.ENTRY, code_list("PURPOSE").label(one.purpose.value), rows=_details(one)[1:])
    if refused:
        yield Block(Part.HEADING, _own("refused"))
        yield from (Block(Part.POINT, name) for name in refused)


def _more(said: Passport, names: Mapping[UUID, str]) -> Iterator[Block]:
    yield Block(Part.HEADING, _own("more"))
    if not said.more:
        yield Block(Part.TEXT, _own("nothing_more"))
    for one in said.more:
        words = code_list("PURPOSE").label(one.purpose.value)
        whom = one.scope.person_id
        who = names.get(whom, "") if whom is not None else _who(one.scope)
        yield Block(Part.ENTRY, f"{words}: {who}" if who else words, rows=_details(one)[1:])


def _who(scope: Scope) -> str:
    """ "Dr Rahman, Health service"; an agency's kind alone where no name was given."""
    known = scope.agency in code_list("AGENCY")
    kind = code_list("AGENCY").label(scope.agency) if known else scope.agency
    if scope.agency == "OTHER" and scope.named:
        return scope.named
    return ", ".join(part for part in (scope.named, kind) if part)
