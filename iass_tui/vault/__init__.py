"""Keys and sealing: bytes in, bytes out; no SQL, no paths."""
