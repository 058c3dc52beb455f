"""A person's consents: how they stand, the whole form, one decision, withdrawal. (Being written now by the lead.)"""
