"""How fast and how heavy Streetlight is, measured on a running site.

`python -m benchmarks` (or `make bench`) serves the site as in production, with
a database of its own, and compares its pages with a bare view behind the same
middleware. Ratios within one run hold on any machine; seconds do not.
"""
