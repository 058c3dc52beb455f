"""A start-up check that the library still speaks the HPKE that office.keys is written in."""

from __future__ import annotations

import base64
import hashlib

from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.sealing import DoesNotOpen, Receiver

_INFO = b"iass self-test"
_MESSAGE = b"A stored letter still opens."
# draft-ietf-hpke-pq-05, appendix A.5 (MLKEM768-X25519): skRm, and enc with a body sealed by AES-256-GCM under the key
# that RFC 9180 derives from the draft's shared secret; tests/vault/test_hpke.py makes it again from the draft's values.
_SEED = "b6bfa0299b955e85224df2e468f29eeab377ff3b96d4462b39447a22d32b91be"
_LETTER = """
qzVN1Yn3TuDqt3GKYwy+xd8dCQWOF3zW3RQdiDRQ3dcMBQ2IvtPQfM4jQVyrQREIzDCQZIKnGtyxNKVul4phUqjgY7JKzRU08mTxBFgVKp7U
8fMrPUgMTyRTt/3qdyAUaz7pLPihOkhAB29oyRHGX6PbUFP7Cqv3nmTNXnqnGyuWQecT7H31UuF9UCD4ch7kSbQsiI4qP4fP2W46mMPnxM2P
ZH+JlXD1lr8X0rb6LK0ZcG2cw88JST4cf/oOsqRVmuHZQP2++XvtOD5sz9tEjZ8agYBRZrMsKvLhaHjG3EarQzI+2cE2uSUjl4LjwynDGlzy
qA+vAlqAdm4kRgXCev5LYk2djKmbbvVDntGtBEtRjENDhazUnxNp3tZiSigypXHM3XDQizwEyxzTE2Fm+aSF9Tb2nsZvApPoQAJcyqxC+OX3
ycuBgHbCcnlwR/XlDB6fHauBz7SP5MSZiyQn8AlwKxRfNK2NvD561OQCMFe6Mc0CxMBUXr9x6wJTPo6qKy8mkO4UB78fZtxfTYNsRbgvELcg
33LSN0iKmvG237R0H9YTN5wuIR539/rms3NK2B3i1FIAUzSFfEo8vIKvx0KP5RBJWWmyltJOGnQx9VfUhXjPkq6GwDkvC6c3VanlRlyONJXk
zSqC1GMkQ0HjlBTibJskLzHSzw5Gsq6xHdXlbsRINDUNFRNEIp5BD6/ysqzlybP6ElcdsdKNoscTNJJ4HaxBt6fiusImD9EvVpOQM1h4JMnf
sX1Bs7zupTdjGTq+DHwYTV3hYe9TEvMfq0JHjJoZO4aOTSmyt2JPPr50Dzk9A9hDzVMnKGpXn9Km43rKW2T5MWEV1hLHeB5wTqfRgnAcUBmX
XK0U+/SrOQTUo1rK8L4y1xah711xiPxBiunmB0QyWj6AAWVbdW35TCQDHDzjK9kMDs2sUsoUD9rX9E0EvQp+KnJsVM+Xk/h4SiMpb2XaP9HL
wYMA1QPFsnvpm5sOMtILNhTcipmfMMJ3ndeIbP1IbcHJPrz1F7UhCkNZ2foYBTgfDyJh/0feAd5VXZi8GjDdpVeoMAe2Fjarr5BB+WiQ8PVl
7vxFhZ+80y2RsgMhVUEiek/MPZW+LdsHAoeMqiDy2mLE/5/jOvWRuh7CQfviII4EgPixzKFnnAlvj1oCoz6d9EWzJ0rBErQ9UVEBNc0/Uyoz
eekLt/DLQ3F+kFVbsagJJMxpV3RVaHzOubFhDAWDlUHoetg9ee8/8krOGTTPvpiWkZWdk6xIxxa2crNw3UwUTKHjJQhwem74qim1V1mz0FTF
a+4bqm9BuEufw/1oGhoVKOrFeBQVKYNqKd2hUBpJuiRVNnJW0v5vdOu3TvmkmpSkxs0d0JgQ8Om/+mndjJTSJtCyl3sRo1OCiIlhAEpExg/W
Aun/QnEofpJAupYUZRW5252mA3Wu6v6sHut2T666zRl98ngXw1/kxcgC5DNJ17yVyLQMABRJ0yUcHZL/bVw7CMSyfJrnSNOJ3hwL/4JMH2M+
X9Hu1GGkmd0UVRJ2drR5NH9Q3Buz6zeDtZSBV3ln
"""


class LibraryChanged(Exception):
    """The installed cryptography library cannot open what older versions sealed: nobody may sign in with it."""


def hpke_self_test() -> None:
    """Opens a letter sealed to a known key, in 1 ms after OpenSSL's own first use of ML-KEM. Raises `LibraryChanged`.

    The KEM is still a draft. A library that changed it would answer every grant with "does not open", which reads
    like damage and tempts people into repairs.
    """
    try:
        receiver = Receiver.from_bytes(hashlib.shake_256(bytes.fromhex(_SEED)).digest(96))
        opened = receiver.open(base64.b64decode(_LETTER), _INFO)
    except (AttributeError, BadFormat, DoesNotOpen, TypeError, ValueError):
        opened = b""
    if opened != _MESSAGE:
        raise LibraryChanged(
            "The installed version of the cryptography library no longer opens this program's key format "
            "(HPKE with KEM 0x647a). Nothing is damaged. Install the version that requirements/run.lock names."
        )
