"""What people are told and asked, word for word and versioned, so that a consent can say what was read."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import pkgutil
from collections.abc import Mapping
from datetime import date
from typing import Any, Self


@dataclasses.dataclass(frozen=True)
class Wording:
    """One text as it was read: `sha256` (hex, of its UTF-8) proves later that it is the same."""

    key: str
    version: str
    text: str
    sha256: str

    @classmethod
    def of(cls, key: str, version: str, text: str) -> Self:
        """The wording for a text, hashed; for texts of the office's own, such as a later policy."""
        return cls(key, version, text, hashlib.sha256(text.encode()).hexdigest())


_TABLES = ("form", "intake", "papers", "letters", "purposes", "policy")
_TEXTS = {
    "policy": ("policy-1.txt",),
    "policy.summary": ("policy-summary-1.txt",),
    "rights.leaflet": ("rights-leaflet-1.txt",),
    "undertaking.CONFIDENTIALITY": ("undertaking-confidentiality-1.txt",),
    "undertaking.ICT_POLICY": ("undertaking-ict-policy-1.txt",),
    "undertaking.DECLARATION": ("undertaking-declaration-1.txt",),
}
"""Whole documents, one file a version, oldest first."""
_ON_FORM: dict[str, tuple[str, ...]] = {
    "SAVE_CASE": ("P78", "P78.explicit"),
    "SAVE_CONTACT": ("P44",),
    "CONTACT_AGENCY": ("P83",),
    "STATS": ("P75.purposes",),
    **dict.fromkeys(("MKT_EMAIL", "MKT_PHONE", "MKT_SMS", "MKT_POST"), ("P79-P82",)),
}
"""Purposes that the form has words for, by `Purpose` value."""
_SPOKEN_CONSENTS = ("intake.policy", "intake.understood", "intake.rights", "intake.save", "intake.contact")


def _read(name: str) -> str:
    return (pkgutil.get_data("iass_tui.rules", f"wordings/{name}") or b"").decode().strip()


@functools.cache
def _table(name: str) -> dict[str, Any]:
    import tomllib  # not before a text is wanted: the first screen need not wait

    return tomllib.loads(_read(f"{name}.toml"))


@functools.cache
def _all() -> dict[str, tuple[Wording, ...]]:
    """Every wording by key, oldest version first."""
    found: dict[str, tuple[Wording, ...]] = {}
    for name in _TABLES:
        for row in _table(name)["wording"]:
            one = Wording.of(row["key"], row["version"], row["text"].strip())
            found[one.key] = (*found.get(one.key, ()), one)
    for key, names in _TEXTS.items():
        found[key] = tuple(Wording.of(key, str(version), _read(name)) for version, name in enumerate(names, start=1))
    return found


def keys() -> tuple[str, ...]:
    """Every key, in the order of the form and of the intake."""
    return tuple(_all())


def wording(key: str, version: str | None = None) -> Wording:
    """The text under this key: the newest, or one version. Raises `KeyError` where there is none.

    Old versions stay, since consents refer to them.
    """
    versions = _all()[key]
    if version is None:
        return versions[-1]
    for one in versions:
        if one.version == version:
            return one
    raise KeyError(f"{key} {version}")


def versions(key: str) -> tuple[Wording, ...]:
    """Every version of a text, oldest first (P28: whichever is asked for). Raises `KeyError` where there is none."""
    return _all()[key]


def policy_text(version: str | None = None) -> Wording:
    """The policy a new office starts with, word for word (P1-P71). The office's own later versions are records."""
    return wording("policy", version)


def rights_leaflet() -> Wording:
    """The rights of P24 in plain words: what, how, when and by whom; to print and hand out."""
    return wording("rights.leaflet")


def policy_summary() -> Wording:
    """The policy in plain words, to give out (P17); it stands beside the policy and replaces no line of it."""
    return wording("policy.summary")


def form_wording(policy: Wording | None = None) -> Wording:
    """The policy and the whole form as one text: what someone declares to have read and understood (P72, P73).

    Its version names both parts. `policy`: the version the office has in force, else the one it starts with.
    """
    parts = [policy or policy_text(), *(wording(key) for key in keys() if key.startswith("P"))]
    return _joined("form", parts)


def spoken_wording(policy: Wording | None = None) -> Wording:
    """The same for a first contact by voice: the policy, and what is said before the two questions that count."""
    return _joined("intake", [policy or policy_text(), *(wording(key) for key in _SPOKEN_CONSENTS)])


def purpose_text(purpose: str) -> str:
    """What is read out before one consent: the form's words where it has a box for it, else words of their own."""
    return "\n\n".join(wording(key).text for key in _ON_FORM.get(purpose, (f"ask.{purpose}",)))


def purpose_wording(purpose: str, policy: Wording | None = None) -> Wording:
    """What someone heard who was asked about this purpose alone: the policy and `purpose_text`.

    Raises `KeyError` for a refusal of access, which agrees to nothing (P15).
    """
    own = [wording(key) for key in _ON_FORM.get(purpose, (f"ask.{purpose}",))]
    return _joined("form" if purpose in _ON_FORM else "purposes", [policy or policy_text(), *own])


def meaning_changed() -> Mapping[str, date]:
    """Versions of whole wordings whose meaning has changed since they were read, and when: ask again (P69).

    Of the form's own questions, listed in `form.toml` by whoever raises the edition: nobody else can tell a change of
    meaning from one of words. Nothing has changed so far. What the policy changes stands in its register
    (`rules.policy.meaning_changes`).
    """
    return dict(_table("form").get("meaning_changed", {}))


def _joined(key: str, parts: list[Wording]) -> Wording:
    text = "\n\n".join(f"{one.key} {one.version}\n{one.text}" for one in parts)
    return Wording.of(key, f"{_table(key)['edition']}, policy {parts[0].version}", text)
