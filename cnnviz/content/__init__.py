"""What scenes are made of: tensors, panels, frames, parameters, and the reader of seeds/."""
