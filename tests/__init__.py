"""Tests mirror the tree, then cut across it."""
