"""The search itself finds what it is meant to find."""

import base64
import io
import zipfile
import zlib

import pytest

from tests.attacks.searching import found_in


def _zipped(raw: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", raw)
    return out.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        b"..Quokkabeam..",
        "Quokkabeam".encode("utf-16-le"),
        base64.b64encode(b"12 Quokkabeam 34"),
        base64.b64encode(b"1 Quokkabeam 34"),
        base64.b64encode(b" Quokkabeam 34"),
        b"Quokkabeam".hex().encode(),
        _zipped(b"a Quokkabeam b"),
        b"%PDF-1.7\nstream\n" + zlib.compress(b"(Quokkabeam)") + b"\nendstream",
    ],
)
def test_a_word_is_found_however_it_is_written(raw: bytes) -> None:
    assert found_in(raw, "Quokkabeam")
    assert not found_in(raw, "Wombatbeam")
