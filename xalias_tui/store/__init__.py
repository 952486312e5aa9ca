"""What is kept on disk: the journal of changes and the settings."""
