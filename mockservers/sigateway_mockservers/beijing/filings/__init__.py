"""One filing as two halves: fields, rules, drafts, submissions, processing."""
