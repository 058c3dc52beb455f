"""Papers in words: what each is for, and how it reaches someone."""

from __future__ import annotations

from iass_tui.rules.papers import Paper, Way
from iass_tui.rules.wording import wording

ABOUT = {
    Paper.FORM: "to fill in by hand, and to sign",
    Paper.FILLED_FORM: "as it was recorded, to check and sign",
    Paper.SUMMARY: "the policy in plain words",
    Paper.POLICY: "word for word, any version",
    Paper.RIGHTS: "what they can ask of us, how and when",
    Paper.PASSPORT: "whom, about what, until when, how to stop it",
}
COMMANDS = {Paper.FORM: "form", Paper.SUMMARY: "summary", Paper.POLICY: "policy", Paper.RIGHTS: "rights"}
"""How `iass paper` calls the public ones."""


def paper_words(paper: Paper) -> str:
    """What a paper is called."""
    return wording(f"paper.name.{paper.value}").text


def way_words(way: Way) -> str:
    """ "handed over", "by post"."""
    return wording(f"paper.way.{way.value}").text


def plain_copy(paper: Paper, version: str) -> str:
    """How to get a public paper that opens without words; "" for one about somebody."""
    if paper not in COMMANDS:
        return ""
    what = " ".join(part for part in (COMMANDS[paper], version) if part)
    return f"For a copy that opens without words, type:\n    iass paper {what} -o FILE.pdf"
