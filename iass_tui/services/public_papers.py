"""Papers that say nothing about anyone: the blank form, the policy in any version and in short, the rights leaflet."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from iass_tui.rules.papers import Paper
from iass_tui.rules.records.office import OfficeFacts
from iass_tui.rules.wording import Wording, form_wording, policy_summary, rights_leaflet, versions, wording
from iass_tui.services.packs import letterhead
from iass_tui.services.paper_views import PaperWish
from iass_tui.services.policy_views import Draft
from iass_tui.services.views import NotFound

if TYPE_CHECKING:
    from iass_tui.documents.paper import PaperText


def pdf(wish: PaperWish, facts: OfficeFacts, today: date, texts: Sequence[Wording] = ()) -> bytes:
    """The paper as a PDF in clear. Raises `NotFound` for a version of the policy that there is not.

    `texts`: the policy's versions as the register has them; without, those that come with the program.
    """
    from iass_tui.documents.paper import paper_pdf

    return paper_pdf(paper(wish, texts), letterhead(facts), today, large_print=wish.large)


def sheet_forms(numbers: Sequence[int], facts: OfficeFacts, today: date, *, large: bool) -> bytes:
    """The blank forms of recovery sheets 1, 2 or 3, which their holders fill in by hand; nothing secret is on them."""
    from iass_tui.documents.recovery_sheet import recovery_sheet_pdf

    return recovery_sheet_pdf(letterhead(facts), today, *numbers, large_print=large)


def version_of(wish: PaperWish, texts: Sequence[Wording] = ()) -> str:
    """The version of the text that a public paper prints."""
    match wish.paper:
        case Paper.POLICY:
            return wish.version or _policies(texts)[-1].version
        case Paper.SUMMARY:
            return policy_summary().version
        case Paper.RIGHTS:
            return rights_leaflet().version
        case _:
            return form_wording(_policies(texts)[-1]).version


def paper(wish: PaperWish, texts: Sequence[Wording] = ()) -> PaperText:
    """A paper that says nothing about anyone. Raises `NotFound` for a version of the policy that there is not."""
    from iass_tui.documents.consent_form import ConsentForm, consent_form
    from iass_tui.documents.paper import titled

    if wish.paper is Paper.FORM:
        return consent_form(ConsentForm(wording_version=form_wording(_policies(texts)[-1]).version))
    name = wording(f"paper.name.{wish.paper.value}").text
    if wish.paper is Paper.SUMMARY:
        return titled(policy_summary().text, f"{name}, version {policy_summary().version}")
    if wish.paper is Paper.RIGHTS:
        return titled(rights_leaflet().text, f"{name}, version {rights_leaflet().version}")
    return _policy(wish.version, name, _policies(texts))


def draft_paper(draft: Draft) -> PaperText:
    """A version of the policy that is not in force, to be read and decided on; each page says so."""
    from iass_tui.documents.paper import titled

    made = titled(draft.text.text, f"{wording('paper.name.POLICY').text}, version {draft.text.version}, draft")
    stands = "approved" if draft.is_approved else "draft"
    return dataclasses.replace(made, banner=wording(f"paper.policy.{stands}").text)


def _policies(texts: Sequence[Wording]) -> Sequence[Wording]:
    return texts or versions("policy")


def _policy(version: str, name: str, texts: Sequence[Wording]) -> PaperText:
    from iass_tui.documents.paper import Block, Part, titled

    newest = texts[-1]
    text = next((one for one in texts if one.version == (version or newest.version)), None)
    if text is None:
        known = ", ".join(one.version for one in texts)
        raise NotFound(f"There is no version {version} of the policy. There is: {known}.")
    made = titled(text.text, f"{name}, version {text.version}")
    if text is newest:
        return made
    older = Block(Part.STRONG, wording("paper.policy.older").text)
    return dataclasses.replace(made, blocks=(older, *made.blocks))
