"""The commands that print and leave: stdout is data, stderr is narration."""
