"""What people type, made safe to keep, to search and to put in a spreadsheet."""

from __future__ import annotations

import re
import unicodedata

NAME_LIMIT = 200
"""Characters a name or another one-line field keeps."""
NOTE_LIMIT = 100_000
"""Characters a note body keeps."""


class TextTooLong(ValueError):
    """The text is longer than its field keeps: `length` characters, of at most `limit`."""

    def __init__(self, limit: int, length: int) -> None:
        super().__init__(f"{length} characters, at most {limit}")
        self.limit = limit
        self.length = length


_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # C0 and C1, ESC and CSI among them
_UNSEEN = (  # bidi controls, zero widths, blank letters
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f"  # England's is spelt with tags
_HIDDEN = re.compile(f"({_FLAG})|[{_CONTROLS}{_UNSEEN}]")
_NOT_TEXT = re.compile(
    "[\ud800-\udfff" + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF)) + "]"
)
_EMOJI = "\u00a9\u00ae\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_JOINING = "\u0600-\u08ff\u0900-\u0dff"  # Persian, Kurdish, Bengali and others spell with joiners
_JOINER = re.compile(
    f"((?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])|(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}]))|[\u200c\u200d]"
)


def clean(text: str, *, limit: int, multiline: bool) -> str:
    """The text as it may be kept: NFC, trimmed, nothing in it that a terminal would obey or that hides.

    Control characters (NUL and ESC among them), bidi marks and zero-width characters go; joiners stay
    inside an emoji and between letters of scripts that spell with them. What is no character at all (a
    lone surrogate) becomes U+FFFD. Line breaks of any kind become a newline, or a space where
    `multiline` is false; tabs likewise. Cleaning twice changes nothing. Raises `TextTooLong` where more than
    `limit` characters remain.
    """
    if not _is_plain(text.replace("\n", "") if multiline else text):
        text = _rid_of_what_hides(text, multiline=multiline)
    text = text.strip()
    if len(text) > limit:
        raise TextTooLong(limit, len(text))
    return text


def _is_plain(text: str) -> bool:
    """True of nearly all that anybody types: then there is nothing to look for."""
    return text.isascii() and text.isprintable()


def _rid_of_what_hides(text: str, *, multiline: bool) -> str:
    text = _LINE_BREAK.sub("\n" if multiline else " ", text)
    if not multiline:
        text = text.replace("\t", " ")
    if not text.isascii():
        text = _NOT_TEXT.sub("\ufffd", text)
    text = _JOINER.sub(r"\1", _HIDDEN.sub(r"\1", text))
    return unicodedata.normalize("NFC", text)


def squash(text: str) -> str:
    """The text on one line, one space between words, none at the ends."""
    return " ".join(text.split())


_PLAIN = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ə": "e", "ɓ": "b", "ɗ": "d",
    "ƙ": "k", "ŋ": "n", "þ": "th", "æ": "ae", "œ": "oe",
    "\u0643": "\u06a9", "\u064a": "\u06cc", "\u0649": "\u06cc", "\u0629": "\u0647",  # as on Persian keys
}  # fmt: skip
_LETTER = re.compile("[" + "".join(_PLAIN) + "]")
_DROPPED = re.compile(  # accents, and joiners: a search does not turn on what nobody sees
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u093c\u09bc\u0a3c\u1ab0-\u1aff"
    f"\u200c\u200d\ufe0f{_UNSEEN}]"
)
_BETWEEN = re.compile(r"(?:[^\w \n\u0900-\u0dff]|_)+")  # vowel signs of Indian scripts are not \w


def fold_lines(text: str) -> str:
    """Every line as `fold` gives it, but for extra spaces; newlines stay where they are.

    One call for ten thousand lines costs far less than a call for each.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold())
        text = _DROPPED.sub("", text)
        text = _LETTER.sub(lambda found: _PLAIN[found[0]], text.casefold())
    return _BETWEEN.sub(" ", text.lower())


def fold(text: str) -> str:
    """The text for searching: no capitals, accents or punctuation, one space between words.

    "Łukasz O'Brien-Ståhl" gives "lukasz o brien stahl". Letters with no accent to strip are spelt plainly
    (ø o, ß ss, þ th). Folding twice changes nothing; a text of punctuation alone gives "".
    """
    return " ".join(fold_lines(text).split())


_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z]{2})")


def normal_postcode(text: str) -> str:
    """A UK postcode in capitals with its one space, however it was typed; "" for blank.

    What is no whole postcode ("w2", a foreign code) comes back in capitals, spaces squashed, nothing refused.
    """
    words = text.upper().split()
    found = _POSTCODE.fullmatch("".join(words))
    return f"{found[1]} {found[2]}" if found else " ".join(words)


_NUMBER = re.compile(r"[+\uff0b]?[\d(][\d\s().\-/\u2010-\u2015\u00a0]*")
_NOT_DIGITS = re.compile(r"\D+")


def normal_phone(text: str) -> str:
    """The digits of a telephone number, +44 and 0044 given as 0; "" where there is no digit.

    Of "mother, 07700 900123 (after 4)" the longest number is taken. Another country's + becomes 00.
    """
    plain = text.replace(" ", "")
    if not (plain.isascii() and plain.isdigit()):
        plain = max((_digits(run) for run in _NUMBER.findall(text)), key=len, default="")
    while plain.startswith("0044"):
        plain = "0" + plain[4:].removeprefix("0")  # +44 (0)20 is often written
    return plain


def _digits(run: str) -> str:
    digits = "".join(str(unicodedata.decimal(mark)) for mark in _NOT_DIGITS.sub("", run))
    return "00" + digits if run[0] in "+\uff0b" and digits else digits


def normal_email(text: str) -> str:
    """An e-mail address in small letters, without the name, brackets or mailto: round it."""
    text = unicodedata.normalize("NFC", text).strip()
    if "<" in text and ">" in text[text.index("<") :]:
        text = text[text.index("<") + 1 :].partition(">")[0].strip()
    return text.lower().removeprefix("mailto:").strip()
