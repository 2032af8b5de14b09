"""What the chapter is made from: the seeds, parameters, and the nouns of a scene."""
