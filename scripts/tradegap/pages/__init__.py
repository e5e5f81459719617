"""What people look at: release pages, figures, notes and charts, from the published file."""
