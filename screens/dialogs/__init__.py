"""Questions laid over a screen: each a `ModalScreen[T]` that leaves only by `dismiss(value)` (trap T4)."""
