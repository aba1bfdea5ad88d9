"""Indicator sheets (ตัวชี้วัด such as จปฐ.) of households and persons."""
