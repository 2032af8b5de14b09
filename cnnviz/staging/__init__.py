"""What the steps share to stage a scene: panels, sweeps, boxes, durations, formatting."""
