"""Keeping in touch in words: the four ways, how somebody stands to one, and where news goes."""

from __future__ import annotations

from collections.abc import Iterator

from iass_tui.rules.dates import display_day
from iass_tui.rules.keeping_in_touch import Entry, Place, Standing
from iass_tui.services.touch_views import TouchList
from screens.widgets.restricted_mark import marked
from screens.widgets.row_list import Row
from screens.words.people import CHANNEL_NAMES
from screens.words.reasons import SENTENCES

CARE = "CARE"
"""Before a number or an address: what to take care of stands above the list."""
HEADINGS = {
    Standing.LISTED: "On the list",
    Standing.HELD_BACK: "Said yes, and held back",
    Standing.STOPPED: "Stopped: only a new yes of their own undoes it",
}


def way_row(one: TouchList) -> Row:
    """One way with how many stand how to it."""
    listed, held, stopped = (len(one.of(standing)) for standing in Standing)
    parts = [f"{listed} on the list"]
    parts += [f"{held} held back"] if held else []
    parts += [f"{stopped} stopped"] if stopped else []
    return Row(one.channel.value, (CHANNEL_NAMES[one.channel], " · ".join(parts)))


def rows(one: TouchList) -> Iterator[Row]:
    """Everybody who ever said yes to a way: who is on the list, who is held back and why, who stopped."""
    for standing, heading in HEADINGS.items():
        found = one.of(standing)
        if found:
            yield Row(("heading", standing), (f"{heading}: {len(found)}",), heading=True)
        for entry in found:
            is_dim = standing is Standing.STOPPED
            row = Row((one.channel.value, entry.person_id), (entry.name, said(entry)), dim=is_dim)
            yield marked(row, entry.person_id, one.restricted)


def said(entry: Entry) -> str:
    """What stands beside a name: the place, marked where there is something to take care of; else why not."""
    if entry.standing is Standing.STOPPED:
        return f"stopped on {display_day(entry.stopped_on)}" if entry.stopped_on else "stopped"
    if entry.standing is Standing.HELD_BACK:
        return " ".join(SENTENCES.get(reason, reason) for reason in entry.reasons)
    return f"{CARE}   {place_words(entry.place)}" if entry.care else place_words(entry.place)


def place_words(place: Place | None) -> str:
    """A number, an address, or the lines of one."""
    return ", ".join(part for part in (*place.lines, place.postcode) if part) if place else ""
