"""The mock hall of Jiangsu: bearer tokens, face scans, three ranks of people, and the eleventh to the sixth."""
