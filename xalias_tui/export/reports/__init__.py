"""An audit as a file for others: a table, a log for code scanning, a page."""
