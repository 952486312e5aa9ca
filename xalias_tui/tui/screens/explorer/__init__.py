"""The home screen: zones and targets side by side, and the preview of the change."""
