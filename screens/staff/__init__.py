"""Colleagues and their accounts, one's own passphrase, and what the office says about itself."""
