"""Full screens, one a file or folder."""
