"""`iass policy`: versions listed, shown as text, and a text file brought in as a draft."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from iass_tui.cli import policy_commands
from iass_tui.cli.commands import carry_out
from iass_tui.cli.parser import Exit, parse
from iass_tui.rules.records.policies import PolicyState
from iass_tui.rules.wording import policy_text
from iass_tui.services.session import OfficeSession
from tests.services.offices import Office
from tests.services.test_policy import approved, issued


@pytest.fixture
def signed_in(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The manager, as the command signs them in."""

    @contextlib.contextmanager
    def manager(_: Any) -> Iterator[OfficeSession]:
        yield office.manager

    monkeypatch.setattr(policy_commands, "signed_in", manager)
    return office


def run(*words: Any) -> int:
    """One command."""
    return carry_out(parse(["policy", *(str(word) for word in words)]))


def test_versions_are_listed_and_shown(signed_in: Office, capsys: pytest.CaptureFixture[str]) -> None:
    issued(signed_in.manager)
    assert run("list") == Exit.OK
    said = capsys.readouterr().out
    assert "1  superseded  23 November 2026" in said
    assert "2  issued      23 November 2026" in said
    assert run("show", "1") == Exit.OK
    assert capsys.readouterr().out.strip() == policy_text().text
    assert run("show") == Exit.OK
    assert "system of our own" in capsys.readouterr().out
    assert run("show", "9") == Exit.FAILED


def test_a_file_becomes_the_draft_and_takes_an_approval_back(signed_in: Office, tmp_path: Path) -> None:
    policy = signed_in.manager.policy
    file = tmp_path / "policy.txt"
    file.write_bytes("\ufeffOur policy.\r\nSecond line: café.\n".encode())
    assert run("import", file) == Exit.OK
    newest = policy.register().versions[0]
    assert (newest.number, newest.state) == (2, PolicyState.DRAFT)
    assert newest.body.text == "Our policy.\nSecond line: café."
    policy.discard(newest.id, newest.version)
    made = approved(signed_in.manager)
    assert run("import", file) == Exit.OK
    now = policy.version(made)
    assert (now.state, now.body.approval, now.body.text) == (PolicyState.DRAFT, None, newest.body.text)
    assert now.body.changes == "Our system is our own."


@pytest.mark.parametrize("raw", [b"", b"  \n", b"\xff\xfe\x00bad", b"x" * 100_001])
def test_what_is_no_text_is_refused_and_nothing_is_written(signed_in: Office, tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "policy.txt"
    file.write_bytes(raw)
    assert run("import", file) == Exit.FAILED
    assert run("import", tmp_path / "none") == Exit.FAILED
    assert run("import") == Exit.USAGE
    assert len(signed_in.manager.policy.register().versions) == 1
