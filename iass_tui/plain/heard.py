"""What a page shows, as it is heard: gaps become commas, and keys that nobody presses here become words and numbers."""

from __future__ import annotations

import re

_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
"""What stands side by side on screen."""
_START = r"(?P<before>^|[.,:;] )"
"""Keys are named where a sentence or a part of it begins; what somebody wrote is hardly ever like this."""
_DOES = "opens|says|makes|shows|reads|names|lets|goes on|gives|asks|joins|changes|puts|records|chooses"
_ENTER = re.compile(rf"{_START}Enter(?:(?=:)| (?=(?:{_DOES})\b))", re.MULTILINE)
_DEL = re.compile(rf"{_START}Del (?=throws|takes)", re.MULTILINE)
_ESC = re.compile(rf"{_START}Esc (?=stops|leaves|reads|comes)", re.MULTILINE)
_SPACE = re.compile(rf"{_START}Space marks[^.;:]*[.;:]? ?", re.MULTILINE)
_SPACE_ON_LINE = re.compile(rf"{_START}Space(?=: )", re.MULTILINE)
_CURSOR = re.compile(r"\bwho(?:ever)? is under the cursor|(?<=the two )under the cursor")
_MENU = re.compile(r"\bCtrl\+P\b")


def apart(words: str) -> str:
    """Words that a gap holds apart on screen, with a comma between them."""
    return _GAP.sub(lambda gap: " " if gap.string[gap.start() - 1] in ".,:;?!" else ", ", words)


def of_line(words: str) -> str:
    """What a line of a list says of keys: its number opens it."""
    words = _ENTER.sub(lambda found: _said(found, "its number"), words)
    return _shared(_DEL.sub(lambda found: _said(found, "throw away and its number "), words))


def of_page(words: str) -> str:
    """What stands beside a list: a number is of one of its lines."""
    words = _ENTER.sub(lambda found: _said(found, "a number"), words)
    return _shared(_DEL.sub(lambda found: _said(found, "throw away and a number "), words))


def _shared(words: str) -> str:
    words = _ESC.sub(lambda found: _said(found, "the word back "), words)
    words = _SPACE.sub(lambda found: found["before"], words)
    words = _SPACE_ON_LINE.sub(lambda found: _said(found, "space and a number"), words)
    return _MENU.sub("the word menu", _CURSOR.sub(_of_cursor, words))


def _of_cursor(found: re.Match[str]) -> str:
    return "whoever it stands for" if found[0].startswith("who") else "of that line"


def _said(found: re.Match[str], words: str) -> str:
    """The words in place of a key, with a capital where a sentence begins and a gap where one was."""
    gap = " " if found[0].endswith(" ") and not words.endswith(" ") and found[0] != found["before"] else ""
    starts = not found["before"] or found["before"].startswith(".")
    return f"{found['before']}{words[0].upper() + words[1:] if starts else words}{gap}"
