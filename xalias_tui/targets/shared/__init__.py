"""What several kinds of target use."""
