"""The office folder and this machine's own folder on disk: files, locks and modes; no SQL, no cells."""
