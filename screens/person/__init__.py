"""One person: who they are, how to reach them, their family, cases and consents; and the forms that change these."""
