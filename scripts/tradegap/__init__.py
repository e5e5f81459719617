"""Brings the official trade figures in, publishes the marts and renders release pages.

SQL does the work: no figure is computed in this package. Its folders in the order in which a
file goes through them (`lint-imports` sees to it that modules import downwards only):

    fetch/    downloads from the agencies
    layouts/  what their tables and the seeds look like, as data
    read/     workbooks and csv files become rows
    store/    the seeds on disk, changed as one
    load/     what is read goes into the seeds, if it fits what is held
    publish/  the marts as one file
    pages/    pages, figures, notes and charts of what is published
"""
