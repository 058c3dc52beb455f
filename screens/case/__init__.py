"""One case: where it stands, its tasks and notes; and the forms that change, close and hand it on."""
