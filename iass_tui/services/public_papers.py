"""Papers that say nothing about anyone: the blank form, the policy in any version and in short, the rights leaflet."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING

from iass_tui.rules.papers import Paper
from iass_tui.rules.records.office import OfficeFacts
from iass_tui.rules.wording import form_wording, policy_summary, policy_text, rights_leaflet, versions, wording
from iass_tui.services.packs import letterhead
from iass_tui.services.paper_views import PaperWish
from iass_tui.services.views import NotFound

if TYPE_CHECKING:
    from iass_tui.documents.paper import PaperText


def pdf(wish: PaperWish, facts: OfficeFacts, today: date) -> bytes:
    """The paper as a PDF in clear. Raises `NotFound` for a version of the policy that there is not."""
    from iass_tui.documents.paper import paper_pdf

    return paper_pdf(paper(wish), letterhead(facts), today, large_print=wish.large)


def version_of(wish: PaperWish) -> str:
    """The version of the text that a public paper prints."""
    match wish.paper:
        case Paper.POLICY:
            return wish.version or policy_text().version
        case Paper.SUMMARY:
            return policy_summary().version
        case Paper.RIGHTS:
            return rights_leaflet().version
        case _:
            return form_wording().version


def paper(wish: PaperWish) -> PaperText:
    """A paper that says nothing about anyone. Raises `NotFound` for a version of the policy that there is not."""
    from iass_tui.documents.consent_form import ConsentForm, consent_form
    from iass_tui.documents.paper import titled

    if wish.paper is Paper.FORM:
        return consent_form(ConsentForm(wording_version=form_wording().version))
    name = wording(f"paper.name.{wish.paper.value}").text
    if wish.paper is Paper.SUMMARY:
        return titled(policy_summary().text, f"{name}, version {policy_summary().version}")
    if wish.paper is Paper.RIGHTS:
        return titled(rights_leaflet().text, f"{name}, version {rights_leaflet().version}")
    return _policy(wish.version, name)


def _policy(version: str, name: str) -> PaperText:
    from iass_tui.documents.paper import Block, Part, titled

    try:
        text = policy_text(version or None)
    except KeyError:
        known = ", ".join(one.version for one in versions("policy"))
        raise NotFound(f"There is no version {version} of the policy. There is: {known}.") from None
    made = titled(text.text, f"{name}, version {text.version}")
    if text.version == policy_text().version:
        return made
    older = Block(Part.STRONG, wording("paper.policy.older").text)
    return dataclasses.replace(made, blocks=(older, *made.blocks))
