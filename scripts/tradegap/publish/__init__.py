"""The marts of a completed build, as one file that people open."""
