"""Tests of what stands around the product."""
