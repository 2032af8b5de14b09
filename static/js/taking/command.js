/** The command that renders what is on the screen, as a shell takes it. Pure. */

/** @param {string} word */
const quoted = (word) => (/^[\w.,:/=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/**
 * @param {{step: string, scene: string, frame: number, values: Record<string, string>, theme: string, caption:
 *   boolean}} what `frame` from 1; `values` that are no defaults
 */
export function renderCommand({ step, scene, frame, values, theme, caption }) {
  const settings = Object.entries(values).map(([name, text]) => `--${name}=${quoted(text)}`);
  const look = [...(theme === "light" ? [] : ["--theme", theme]), ...(caption ? ["--caption"] : [])];
  return ["cnnviz render", step, scene, "--frame", frame, ...settings, ...look, "-o", `${scene}-${frame}.svg`].join(
    " ",
  );
}
