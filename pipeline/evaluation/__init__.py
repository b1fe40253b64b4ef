"""Figures: scores with intervals, baselines, calibration, confusions; cards and reports written from them."""
