"""From a draft to a plan with findings: aliases, routing groups, conversions, repairs, validation records."""
