"""A person's consents: how they stand, the whole form, one decision, withdrawal."""
