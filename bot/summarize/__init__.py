"""Summaries of papers: written by a model, or extracted from the abstract."""
