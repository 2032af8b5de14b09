/** Themes in the order in which T goes through them. */
export const THEMES = ["light", "dark", "contrast"];
