"""A PDF or a workbook under a passphrase: AES-256, all inside encrypted, nothing outside that says whose it is."""

from __future__ import annotations

import io
import secrets
import unicodedata
import zipfile

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

    phrase = _fit(passphrase)
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


def _fit(passphrase: str) -> str:
    phrase = unicodedata.normalize("NFKC", passphrase)
    if len(phrase) < SHORTEST or len(phrase.encode()) > LONGEST_BYTES:
        raise UnfitPassphrase(f"from {SHORTEST} characters to {LONGEST_BYTES} bytes")
    return phrase


_LEAST = 4096
"""A stream that is shorter lies in another part of the container, which the library writes wrongly."""


def encrypt_workbook(xlsx: bytes, passphrase: str) -> bytes:
    """The same workbook, opened only by the passphrase in Excel, LibreOffice and others (ECMA-376 agile encryption).

    AES-256 with SHA-512, a hundred thousand rounds; the key inside has 128 random bits. Sheets and their names are
    encrypted; the container says when it was made. Raises `UnfitPassphrase`.
    """
    from msoffcrypto.format.ooxml import OOXMLFile

    phrase, out = _fit(passphrase), io.BytesIO()
    OOXMLFile(io.BytesIO(_stored(xlsx))).encrypt(phrase, out)
    return out.getvalue()


def _stored(xlsx: bytes) -> bytes:
    """The workbook without compression: its parts alone are longer than the least."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as plain:
        for entry in packed.infolist():
            part = zipfile.ZipInfo(entry.filename, entry.date_time)
            part.external_attr = entry.external_attr
            plain.writestr(part, packed.read(entry))
    if len(out.getvalue()) < _LEAST:
        raise ValueError("too short a workbook")
    return out.getvalue()
