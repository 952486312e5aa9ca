"""Decision state of the explorer as frozen values, and the questions that screens ask."""
