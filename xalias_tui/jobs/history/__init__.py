"""The journal as entries, and who changed a record."""
