"""Keeps the owner's grants, decides every view and clip, and alone speaks to the center."""
