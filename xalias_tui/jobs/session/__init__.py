"""What lives as long as one run: the workspace, its accounts, partitions, threads and caches."""
