"""Writes tests/vault/vectors/*.json: `python -m tests.vault.make_vectors`.

Made from docs/format.md alone (see `making/`), one failure per file, named for what is wrong. Only
hpke_known_answer.json is not made here: it was copied from the draft that defines the KEM.
"""

import functools
import json

from tests.vault.making import cells, chains, keys
from tests.vault.making.format import VECTORS, Vector

COPIED = {"hpke_known_answer"}


@functools.cache
def every_vector() -> dict[str, Vector]:
    parts = (cells.made(), keys.made(), chains.made())
    out = {name: value for part in parts for name, value in part.items()}
    assert len(out) == sum(len(part) for part in parts)
    return out


def as_text(value: Vector) -> str:
    return json.dumps(value, indent=1, sort_keys=True) + "\n"


def main() -> None:
    made = every_vector()
    for path in VECTORS.glob("*.json"):
        if path.stem not in made.keys() | COPIED:
            path.unlink()
    for name, value in made.items():
        (VECTORS / f"{name}.json").write_text(as_text(value))


if __name__ == "__main__":
    main()
