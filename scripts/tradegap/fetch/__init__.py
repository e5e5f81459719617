"""The agencies' files, downloaded."""
