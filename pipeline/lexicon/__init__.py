"""Lexicons: rows of knowledge in ``configs/``, loaded, checked and compiled."""
