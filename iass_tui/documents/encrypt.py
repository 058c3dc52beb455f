"""A PDF under a passphrase: AES-256, everything inside encrypted, nothing outside that says whose it is."""

from __future__ import annotations

import io
import secrets
import unicodedata

SHORTEST = 12
LONGEST_BYTES = 127
"""PDF 2.0 ignores whatever follows; a reader would open the file with a part of the passphrase."""

_KEPT = frozenset({"/Title", "/CreationDate"})
_TOOLS = ("xmp:CreatorTool", "pdf:Producer", "dc:creator", "xmpMM:DocumentID", "xmpMM:InstanceID")


class UnfitPassphrase(ValueError):
    """Too short, or longer than a PDF can use."""


def encrypt_pdf(pdf: bytes, passphrase: str) -> bytes:
    """The same document, opened only by the passphrase (normalised to NFKC); reading aloud stays allowed.

    The tags and the PDF/UA claim survive; the names of tools and the identifiers do not. The owner's
    passphrase, which could lift the ban on changes, is random and forgotten. Raises `UnfitPassphrase`.
    """
    import pikepdf

    phrase = unicodedata.normalize("NFKC", passphrase)
    if len(phrase) < SHORTEST or len(phrase.encode()) > LONGEST_BYTES:
        raise UnfitPassphrase(f"from {SHORTEST} characters to {LONGEST_BYTES} bytes")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            for name in _TOOLS:
                if name in metadata:
                    del metadata[name]
        for key in set(document.docinfo.keys()) - _KEPT:
            del document.docinfo[key]
        if "/ID" in document.trailer:
            del document.trailer["/ID"]  # a digest of the contents, which stays in clear
        document.save(
            out,
            encryption=pikepdf.Encryption(
                user=phrase,
                owner=secrets.token_urlsafe(32),
                R=6,
                aes=True,
                metadata=True,
                allow=pikepdf.Permissions(
                    accessibility=True,
                    extract=True,
                    print_lowres=True,
                    print_highres=True,
                    modify_annotation=False,
                    modify_assembly=False,
                    modify_form=False,
                    modify_other=False,
                ),
            ),
            # Structure and headings travel inside encrypted streams rather than as loose objects.
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()
