"""The directory of agencies: its list, an entry with its families, and the forms that change them (P33, P84-P91)."""
