"""What the steps share to build scenes: panels, sweeps, boxes, durations, formatting."""
