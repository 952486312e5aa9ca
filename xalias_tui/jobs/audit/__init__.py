"""Every existing record against every target: the run, its verdicts, and who uses a target."""
