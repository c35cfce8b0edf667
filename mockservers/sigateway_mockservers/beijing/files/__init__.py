"""The 报盘 file: two codecs, upload, processing by line, results."""
