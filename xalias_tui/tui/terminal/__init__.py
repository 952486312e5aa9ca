"""The terminal itself: untrusted text, crash safety, keys typed ahead."""
