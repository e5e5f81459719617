"""What the agencies' tables and the seeds look like, as data."""
