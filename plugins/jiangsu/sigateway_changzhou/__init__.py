"""Changzhou 常州 over Jiangsu: what differs there is data."""
