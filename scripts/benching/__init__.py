"""What the program costs, measured on invented offices: `scripts/bench --help`."""
