"""Hosted zones and their records: read, state, delegation, evidence, ownership."""
