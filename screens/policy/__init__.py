"""The policy register: its versions, issuing one, who was told, and what was asked about it."""
