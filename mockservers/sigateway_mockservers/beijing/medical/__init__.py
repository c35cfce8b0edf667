"""The medical system 医疗保险系统: pages and lists in GBK over ``yb/``."""
