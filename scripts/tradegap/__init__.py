"""Brings the official trade figures in, publishes the marts and renders release pages.

SQL does the work: no figure is computed in this package.
"""
