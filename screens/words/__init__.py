"""Words for the values that rules answer with: each module says one kind, so that screens agree on them."""
