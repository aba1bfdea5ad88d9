"""Projects (โครงการ): a budget for one or more areas."""
