"""Ways to damage a byte string that a property draws from."""

from hypothesis import strategies as st


@st.composite
def flips(draw: st.DrawFn, raw: bytes) -> bytes:
    """One byte changed, anywhere."""
    at = draw(st.integers(0, len(raw) - 1))
    return raw[:at] + bytes([raw[at] ^ draw(st.integers(1, 255))]) + raw[at + 1 :]


@st.composite
def cuts(draw: st.DrawFn, raw: bytes) -> bytes:
    """Something missing from the end, up to all of it."""
    return raw[: draw(st.integers(0, len(raw) - 1))]


@st.composite
def additions(draw: st.DrawFn, raw: bytes) -> bytes:
    """Something more at the end."""
    return raw + draw(st.binary(min_size=1, max_size=40))


def damages(raw: bytes) -> st.SearchStrategy[bytes]:
    """Any of these."""
    return st.one_of(flips(raw), cuts(raw), additions(raw))
