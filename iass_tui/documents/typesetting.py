"""One way to make a PDF: a template from this package, plain data as JSON, bytes back.

Nothing is pasted into Typst source and nothing is written to disk. Errors carry no words of the data.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib import resources
from typing import Any

from iass_tui.documents.fonts import families, typst_fonts
from iass_tui.documents.letterhead import Letterhead
from iass_tui.documents.printable import in_every_string, printable, shortened, spelt_out
from iass_tui.rules.dates import display_day


class DocumentFailed(RuntimeError):
    """The page could not be made. It says which template, never what was in it."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Page:
    """What every document has apart from its contents."""

    title: str
    """The PDF's title: a kind and a reference, never a name."""
    letterhead: Letterhead
    made_on: date
    banner: str = ""
    """A warning at the head of every page."""
    large_print: bool = False


def typeset(template: str, page: Page, data: Mapping[str, Any]) -> bytes:
    """The PDF of `templates/<template>.typ` with this data: tagged, PDF/UA-1, no system fonts.

    The same input gives the same bytes. Raises `DocumentFailed`.
    """
    everything = {**data, "page": _page_data(page), "fonts": [family.name for family in families()]}
    for change in (printable, spelt_out):  # the second is for text that the fonts still cannot show
        shown = in_every_string(change, everything)
        shown["codes"] = _CODE.search(json.dumps(shown)) is not None
        pdf = _compiled(template, json.dumps(shown), page.made_on)
        if pdf is not None:
            return pdf
    raise DocumentFailed(f"template {template}")


_CODE = re.compile(r"\[U\+[0-9A-F]{4,6}\]")


def _compiled(template: str, data: str, made_on: date) -> bytes | None:
    import typst

    try:
        pdf, _ = typst.compile_with_warnings(  # type: ignore[call-overload]  # its stub knows no mapping
            {"main.typ": _source(template), "base.typ": _source("base")},
            font_paths=typst_fonts(),
            sys_inputs={"data": data},
            pdf_standards=["ua-1"],
            timestamp=datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC),
        )
    except BaseException as error:
        # A panic inside Typst is no Exception; the messages of both quote the text, so neither goes on.
        if isinstance(error, typst.TypstError) or type(error).__name__ == "PanicException":
            return None
        raise
    return bytes(pdf)


def _page_data(page: Page) -> dict[str, Any]:
    banners = ["DEMONSTRATION – every name here is invented"] if page.letterhead.is_demo else []
    if page.banner:
        banners.append(page.banner)
    return {
        "title": shortened(page.title, 60),
        "office": shortened(page.letterhead.office, 50),
        "made_on": display_day(page.made_on),
        "banners": banners,
        "large": page.large_print,
        "about": page.letterhead.about(),
    }


@functools.cache
def _source(name: str) -> bytes:
    return resources.files("iass_tui.documents").joinpath("templates", f"{name}.typ").read_bytes()
