"""A module as a book: for paper (PDF) and for readers of electronic books (EPUB).

``compose`` gathers what stands in it, in one language; ``pdf`` and ``epub`` lay it
out; ``keeping`` makes each version once; ``views`` hands it out. The texts are the
lessons' own, so there is nothing to edit here.
"""
