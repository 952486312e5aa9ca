"""Why a name works or not, from its delegation to the served certificate."""
