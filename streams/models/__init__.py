"""Trained models and tables, each with its training script and card."""
