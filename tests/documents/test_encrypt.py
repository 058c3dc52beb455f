"""A file that only its passphrase opens, and that says nothing to whoever has not got it."""

from __future__ import annotations

import io
import re
import zlib
from datetime import date

import openpyxl
import pikepdf
import pypdfium2
import pytest
from msoffcrypto.exceptions import InvalidKeyError
from msoffcrypto.format.ooxml import OOXMLFile

from iass_tui.documents.encrypt import UnfitPassphrase, encrypt_pdf, encrypt_workbook
from iass_tui.documents.spreadsheet import Cell, Sheet, spreadsheet
from iass_tui.documents.working_copy import working_copy_pdf
from tests.documents.samples import copy_of, item, pages

PHRASE = "ripple amber kettle sonnet"
CANARY = "Xylophonia"


@pytest.fixture(scope="module")
def clear() -> bytes:
    return working_copy_pdf(copy_of((item(1, heading=CANARY, text=CANARY),), subject_name=CANARY))


@pytest.fixture(scope="module")
def sealed(clear: bytes) -> bytes:
    return encrypt_pdf(clear, PHRASE)


def streams(pdf: bytes) -> list[bytes]:
    """Every stream as it lies in the file, and decompressed where that works."""
    found = [match[1] for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)]
    for stream in list(found):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return found


def test_the_passphrase_opens_it_and_nothing_is_lost(clear: bytes, sealed: bytes) -> None:
    assert pages(sealed, PHRASE) == pages(clear)


@pytest.mark.parametrize("wrong", [None, "", "ripple amber kettle sonne", PHRASE.upper()])
def test_nothing_else_opens_it(sealed: bytes, wrong: str | None) -> None:
    with pytest.raises(pypdfium2.PdfiumError):
        pages(sealed, wrong)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(sealed), password=wrong or "")


def test_it_is_aes_256_with_the_metadata_inside(sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(sealed), password=PHRASE) as pdf:
        encryption = pdf.encryption
        assert (encryption.R, encryption.V, encryption.bits) == (6, 5, 256)
        for method in (encryption.stream_method, encryption.string_method, encryption.file_method):
            assert method.name == "aesv3"
        assert pdf.trailer.Encrypt.get("/EncryptMetadata", True) is True
        assert pdf.user_password_matched
        assert not pdf.owner_password_matched


def test_reading_aloud_stays_allowed_and_changes_do_not(sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(sealed), password=PHRASE) as pdf:
        assert pdf.allow.accessibility
        assert pdf.allow.extract
        assert pdf.allow.print_highres
        assert not pdf.allow.modify_other
        assert not pdf.allow.modify_annotation


def test_it_is_still_tagged_titled_and_in_english(sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(sealed), password=PHRASE) as pdf:
        assert pdf.Root.MarkInfo.Marked is True
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "en-GB"
        assert set(pdf.docinfo.keys()) == {"/Title", "/CreationDate"}
        assert str(pdf.docinfo.Title) == "Working copy P-0042"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Working copy P-0042"
            assert "xmp:CreatorTool" not in metadata


def test_no_tool_is_named_inside(sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(sealed), password=PHRASE) as pdf:
        inside = bytes(pdf.Root.Metadata.read_bytes()).lower()
    for tool in (b"typst", b"pikepdf", b"qpdf"):
        assert tool not in inside


def test_no_word_of_it_lies_in_the_file(clear: bytes, sealed: bytes) -> None:
    words = [CANARY, "P-0042", "Westbourne", "Working copy", "Item 1", "en-GB", "Typst", "pdfuaid"]
    spellings = [form for word in words for form in (word.encode(), word.encode("utf-16-be"))]
    spellings += [word.encode().hex().encode() for word in words]
    haystack = [sealed, *streams(sealed)]
    for spelling in spellings:
        assert not any(spelling in part for part in haystack)
    assert any(b"Working copy" in part for part in [clear, *streams(clear)])  # the search does find things


def test_the_fingerprint_of_the_clear_text_is_gone(clear: bytes, sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(clear)) as before, pikepdf.open(io.BytesIO(sealed), password=PHRASE) as after:
        assert bytes(before.trailer.ID[0]) != bytes(after.trailer.ID[0])


def test_the_same_phrase_in_another_spelling_of_unicode_opens_it(clear: bytes) -> None:
    sealed = encrypt_pdf(clear, "cafe\u0301 amber kettle")
    assert pages(sealed, "caf\u00e9 amber kettle")


@pytest.mark.parametrize("phrase", ["", "short", "eleven char", "é" * 64, "x" * 128])
def test_a_passphrase_has_to_fit(clear: bytes, phrase: str) -> None:
    with pytest.raises(UnfitPassphrase):
        encrypt_pdf(clear, phrase)


def workbook(rows: int = 1) -> bytes:
    """A workbook of so many rows."""
    sheet = Sheet(CANARY, [[Cell(f"{CANARY} {number}"), Cell("=1+1")] for number in range(rows)], (20.0, 20.0))
    return spreadsheet([sheet], title=CANARY, creator=CANARY, made_on=date(2026, 11, 23))


def read_back(sealed_book: bytes, phrase: str) -> list[list[object]]:
    """The rows that a reader of the format gets, its integrity checked."""
    file, clear = OOXMLFile(io.BytesIO(sealed_book)), io.BytesIO()
    file.load_key(password=phrase, verify_password=True)
    file.decrypt(clear, verify_integrity=True)
    book = openpyxl.load_workbook(clear)
    return [[cell.value for cell in row] for row in book[CANARY].iter_rows()]


@pytest.mark.parametrize("rows", [0, 1, 2, 30, 3000])
def test_a_workbook_of_any_length_opens_by_its_passphrase(rows: int) -> None:
    found = read_back(encrypt_workbook(workbook(rows), PHRASE), PHRASE)
    assert found == [[f"{CANARY} {number}", "=1+1"] for number in range(rows)]


@pytest.mark.parametrize("wrong", [" ", "ripple amber kettle sonne", PHRASE.upper()])
def test_nothing_else_opens_a_workbook(wrong: str) -> None:
    with pytest.raises(InvalidKeyError):
        read_back(encrypt_workbook(workbook(), PHRASE), wrong)


def test_nothing_of_a_workbook_stands_outside_its_encryption() -> None:
    sealed_book = encrypt_workbook(workbook(50), PHRASE)
    for spelling in (CANARY.encode(), CANARY.encode("utf-16-le"), b"PK\x03\x04", b"sheet1.xml"):
        assert spelling not in sealed_book
    for told in (b'keyBits="256"', b'hashAlgorithm="SHA512"', b'spinCount="100000"'):
        assert told in sealed_book


@pytest.mark.parametrize("phrase", ["short", "x" * 128])
def test_a_workbook_refuses_what_a_pdf_refuses(phrase: str) -> None:
    with pytest.raises(UnfitPassphrase):
        encrypt_workbook(workbook(), phrase)
