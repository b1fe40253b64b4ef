"""Corpora as plain rows: written resolutions, hydrated labels, corrections, splits by recurring resolution."""
