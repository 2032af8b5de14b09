/** What each key does, in words; fetched once they are asked for. */

/** The table as people read it. */
export const KEY_HELP = [
  { keys: ["Space", "N", "Enter"], what: "Begin; then the next step, scene by scene; at a question, go on" },
  { keys: ["Shift + Space", "P", "Backspace"], what: "The previous step, in its finished state" },
  { keys: ["Swipe left", "right"], what: "The next step; the previous one" },
  { keys: ["Page Down", "→", "↓"], what: "Begin; then the next scene; at a question, go on" },
  { keys: ["A, B, C, D"], what: "Answer where the film asks, A also by field or cells; then Space reveals it" },
  { keys: ["Page Up", "←", "↑"], what: "The previous scene, in its finished state" },
  { keys: ["K"], what: "Pause and resume" },
  { keys: ["L", "J"], what: "One frame forward; one frame back" },
  { keys: ["1, 2, …", "Home", "End"], what: "That step; the first; the last" },
  { keys: ["+", "−"], what: "Faster; slower" },
  { keys: ["I", "O", "C"], what: "In a paused network: zoom in; zoom out; back to the film's view" },
  { keys: ["Tab", "Arrows", "Enter"], what: "To a network's cells; choose one, with Shift its map or layer; open it" },
  { keys: ["Ctrl + Z", "Y"], what: "Undo a setting; redo it (on a Mac Cmd + Z, with Shift)" },
  { keys: ["F"], what: "Full screen; Esc leaves it" },
  { keys: ["S"], what: "The speaker's window: notes, the next scene, a timer" },
  { keys: ["B or .", "W"], what: "Black screen; white screen; any key brings the picture back" },
  { keys: ["V"], what: "The values on the screen as tables; V or Esc closes them" },
  { keys: ["G"], what: "Take this picture: as SVG, PNG, link, command, PyTorch, numbers; G or Esc closes it" },
  { keys: ["Y"], what: "Your answers: what was right, what to look at again; Y or Esc closes them" },
  { keys: ["T"], what: "Theme: light, dark, high contrast" },
  { keys: ["?"], what: "All keys" },
];
