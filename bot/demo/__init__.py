"""A day of invented papers, served over loopback HTTP in arXiv's own formats, so that the demo runs the real path."""
