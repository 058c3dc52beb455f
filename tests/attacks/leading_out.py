"""Which public methods of a session's services lead out of the office, found by reading what they call."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import textwrap
from collections.abc import Iterator
from types import FunctionType, MethodType, ModuleType
from typing import Any

from db import contact_store, letter_store, people_store, sharing_store, task_store
from iass_tui.services import outbox
from iass_tui.services.session import OfficeSession

DOORS = {
    outbox.put: "outbox",
    outbox.put_list: "outbox",
    sharing_store.record_shared: "sharing",
    contact_store.insert: "contact",
    contact_store.follow: "contact",
    letter_store.insert: "letter",
    task_store.insert: "task",
    task_store.change: "task",
    outbox.get: "outbox",
    people_store.put_contact: "ways to reach",
}
"""What writes down, or makes, something that reaches beyond the office."""
OURS = ("iass_tui.services", "db")


def public_methods(session: OfficeSession) -> Iterator[tuple[str, Any]]:
    """Every public method of every service, as a screen calls it: "letters.send"."""
    for name, one in vars(OfficeSession).items():
        if not isinstance(one, functools.cached_property):
            continue
        service = getattr(session, name)
        for method in dir(service):
            if not method.startswith("_") and callable(getattr(service, method)):
                yield f"{name}.{method}", getattr(service, method)


def leads_out(session: OfficeSession, method: Any) -> frozenset[str]:
    """Through which doors this method may go, however deep; and "document" where it answers with one."""
    walk = _Walk(session)
    walk.follow(method)
    answer = str(inspect.unwrap(_function(method)).__annotations__.get("return", ""))
    if "bytes" in answer or "OutboxFile" in answer:
        walk.found.add("document")
    return frozenset(walk.found)


def _function(one: Any) -> FunctionType:
    return inspect.unwrap(one.__func__ if isinstance(one, MethodType) else one)  # type: ignore[no-any-return]


class _Walk:
    """Follows calls through services and stores; `self` is the live object, so that what it holds is known."""

    def __init__(self, session: OfficeSession) -> None:
        self.session = session
        self.found: set[str] = set()
        self._seen: set[tuple[FunctionType, type | None]] = set()

    def follow(self, called: Any) -> None:
        """One function or method, and everything that it names."""
        holder = called.__self__ if isinstance(called, MethodType) else None
        function = _function(called)
        key = (function, type(holder) if holder is not None else None)
        if function in DOORS:
            self.found.add(DOORS[function])
        if key in self._seen or not function.__module__.startswith(OURS) or function in DOORS:
            return
        self._seen.add(key)
        tree = _tree(function)
        names = dict(function.__globals__) | _imported(tree)
        names |= {"self": holder} if holder is not None else {}
        names |= {"session": self.session} if holder is not self.session else {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == "EXPORT":
                self.found.add("export")
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                reached = self._object(node, names)
                if isinstance(reached, FunctionType | MethodType):
                    self.follow(reached)

    def _object(self, node: ast.expr, names: dict[str, Any]) -> Any:
        """What an expression is, as far as that is known without running it."""
        match node:
            case ast.Name():
                return names.get(node.id)
            case ast.Attribute():
                holder = self._object(node.value, names)
                return None if holder is None else _attribute(holder, node.attr)
            case ast.Call():
                made = self._object(node.func, names)
                if isinstance(made, type) and made.__module__.startswith("iass_tui.services"):
                    return _made(made, self.session)
        return None


@functools.cache
def _tree(function: FunctionType) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def _attribute(holder: Any, name: str) -> Any:
    if isinstance(holder, ModuleType | type):
        return getattr(holder, name, None)
    on_class = inspect.getattr_static(type(holder), name, None)
    if isinstance(on_class, property):
        return None  # it would be run
    return getattr(holder, name, None)


def _made(kind: type, session: OfficeSession) -> Any:
    """One of the parts that services build on a session; None for anything else."""
    wanted = list(inspect.signature(kind).parameters)
    return kind(session) if wanted == ["session"] else None


def _imported(tree: ast.AST) -> dict[str, Any]:
    """What a function imports for itself, and not only for its annotations."""
    found: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            module = importlib.import_module(node.module)
            for one in node.names:
                value = getattr(module, one.name, None)
                found[one.asname or one.name] = value or importlib.import_module(f"{node.module}.{one.name}")
    return found
