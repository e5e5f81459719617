"""Official files in: workbooks, archives and csv files become rows of seeds."""
