"""A name and birth date as a fingerprint: enough to know someone again, too little to read who it was.

It stands inside a sealed cell. Whoever may open that cell could still try names one by one, so each try is made slow.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from iass_tui.vault.encoding import lp

_COST, _BLOCK, _LANES, _LENGTH = 2**14, 8, 1, 32
"""scrypt: 16 MiB and some 40 ms for each try."""


def fingerprint(office: UUID, *parts: str) -> str:
    """32 bytes as hex. The same parts give the same in one office, and another in every other."""
    data = lp("iass-fingerprint", *parts)
    return hashlib.scrypt(data, salt=office.bytes, n=_COST, r=_BLOCK, p=_LANES, dklen=_LENGTH).hex()
