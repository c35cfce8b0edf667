"""The four system 四险系统: JSON over ``sx/``."""
