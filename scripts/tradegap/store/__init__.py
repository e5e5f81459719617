"""The seeds on disk: read, written as one, and what they say about themselves."""
