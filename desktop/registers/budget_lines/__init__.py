"""The money of a project: budget lines, contributions, instalments."""
