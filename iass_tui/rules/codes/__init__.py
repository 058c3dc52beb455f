"""The pick lists: stable codes with labels in plain words, each valid from a day and perhaps to one.

Codes are stored and never renamed or reused. A list is changed by adding a code, or by giving one a last
day, so that old records keep their labels (domain tables 2.2 to 2.15).
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

_FAMILIES = {
    "people": (
        "USER_TYPE", "RELATION", "PR_STATUS", "HOME", "INTEREST", "ETHNICITY", "ETHNIC_GROUP", "SEX", "GENDER_SAME",
        "LANG", "INTERP", "FORMAT", "SAFETY", "CIRC",
    ),
    "enquiries": ("CHANNEL", "REF_SOURCE", "REF_PERMIT", "MINUTES_BAND", "SIGNPOST", "ISSUE_GROUP", "ISSUE"),
    "needs": (
        "NEED_AREA", "NEED", "SEN_STAGE", "EHC_STAGE", "EHC_APPEAL", "CEASE", "SETTING_GROUP", "SETTING",
    ),
    "casework": (
        "CASE_STATUS", "LEVEL", "ACTIVITY", "STRATEGIC", "AGENCY", "AGENCY_FINE", "OUTCOME", "CLOSURE", "PURPOSE",
    ),
}  # fmt: skip
_FAMILY_OF = {name: family for family, names in _FAMILIES.items() for name in names}
NAMES = tuple(_FAMILY_OF)
"""Every list there is."""


class UnknownCode(LookupError):
    """No such code in this list, or no such list (then `code` is "")."""

    def __init__(self, name: str, code: str = "") -> None:
        super().__init__(f"{name}: {code}" if code else name)
        self.name = name
        self.code = code


@dataclasses.dataclass(frozen=True, slots=True)
class Code:
    """One choice: what is stored, and what people read."""

    code: str
    label: str
    valid_from: date
    valid_to: date | None = None
    """The last day on which it may be chosen; None while there is none."""
    group: str = ""
    """The code of the broader list under which reports count it: ISSUE in ISSUE_GROUP, NEED in NEED_AREA."""
    maps_to: str = ""
    """The code that the education department's returns use, where it is another (K)."""
    note: str = ""
    """WARN, BLOCK (choosing it stops the step), SPECIFY (words are needed), SECONDARY (never the primary one)."""

    def is_valid(self, on: date) -> bool:
        """Whether it may be chosen on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclasses.dataclass(frozen=True, slots=True)
class CodeList:
    """One pick list, in the order in which it is offered."""

    name: str
    by_code: Mapping[str, Code]

    def options(self, on: date) -> tuple[Code, ...]:
        """What may be chosen on a day: not what is reserved for later, nor what has ended."""
        return tuple(code for code in self if code.is_valid(on))

    def get(self, code: str) -> Code:
        """The code with all that is known of it, valid today or not. Raises `UnknownCode`."""
        try:
            return self.by_code[code]
        except KeyError:
            raise UnknownCode(self.name, code) from None

    def label(self, code: str) -> str:
        """What people read for a stored code, however old. Raises `UnknownCode`."""
        return self.get(code).label

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def __iter__(self) -> Iterator[Code]:
        return iter(self.by_code.values())

    def __len__(self) -> int:
        return len(self.by_code)


def code_list(name: str) -> CodeList:
    """The list of this name, such as "USER_TYPE". Raises `UnknownCode` for a name that is not in `NAMES`."""
    if name not in _FAMILY_OF:
        raise UnknownCode(name)
    return _family(_FAMILY_OF[name])[name]


@functools.cache
def _family(family: str) -> dict[str, CodeList]:
    import pkgutil  # both are imported on first use; importlib.resources would cost twice as much
    import tomllib

    text = (pkgutil.get_data(__name__, f"{family}.toml") or b"").decode()
    return {name: CodeList(name, _codes(table)) for name, table in tomllib.loads(text).items()}


def _codes(table: Mapping[str, Any]) -> dict[str, Code]:
    labels = {code: (label, group) for group, codes in table.get("group", {}).items() for code, label in codes.items()}
    labels |= {code: (label, "") for code, label in table.get("codes", {}).items()}
    starts, ends, maps, notes = (table.get(key, {}) for key in ("valid_from_of", "valid_to_of", "maps_to", "note"))
    since = table["valid_from"]
    return {
        code: Code(code, label, starts.get(code, since), ends.get(code), group, maps.get(code, ""), notes.get(code, ""))
        for code, (label, group) in labels.items()
    }
