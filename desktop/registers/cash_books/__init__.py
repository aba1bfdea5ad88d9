"""Cash books (สมุดเงินสด): money in and out of a project, an enterprise, a fund or the council; single entry."""
