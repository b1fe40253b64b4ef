"""clausewise: read, segment, tag and label United Nations resolutions."""

__version__ = "0.1.0"
