"""The community desk: communities and persons as users, agreements, the flexible window, the bank (WH-114..121)."""
