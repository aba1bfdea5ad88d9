"""Speed and memory, each as a ratio to the bare thing on the same work in the same run. `make bench` prints the table."""
