"""What a person sees: layout, keys and words; knows services and rules, never storage."""
