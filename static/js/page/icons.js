/** The page's own drawings: one simple picture a stage and a button, 24×24, in the text's colour. */

import { parseMarkup } from "./dom.js";

/** @type {Record<string, string>} */
const DRAWN = {
  // A picture: frame, hill, sun.
  input:
    '<rect x="3" y="4" width="18" height="16" rx="2"/><path d="M3 17l5-5 4 4 3-3 6 5"/>' +
    '<circle cx="15.5" cy="8.5" r="1.5"/>',
  // A window on a grid.
  conv:
    '<path d="M3 3h18v18H3zM9 3v18M15 3v18M3 9h18M3 15h18"/>' +
    '<rect class="solid" x="3" y="3" width="12" height="12"/>',
  // A rectifier's curve.
  activate: '<path d="M3 12h18M12 3v18"/><path class="bold" d="M3 12h9l8-8"/>',
  // Four become one.
  pool: '<path d="M3 6h10v10H3zM8 6v10M3 11h10M14.5 11h3"/><rect class="solid" x="17.5" y="8.5" width="5" height="5"/>',
  // Planes, one behind the other.
  stack: '<path d="M12 3l9 4.5-9 4.5-9-4.5zM3 12l9 4.5 9-4.5M3 16.5L12 21l9-4.5"/>',
  // Bars, one of them the longest.
  classify: '<path d="M4 3v18"/><path class="bold" d="M4 7h6M4 17h4"/><path class="bold" d="M4 12h16"/>',
  previous: '<path class="solid" d="M19 5v14L8 12zM5 5h2v14H5z"/>',
  next: '<path class="solid" d="M5 5v14l11-7zM17 5h2v14h-2z"/>',
  play: '<path class="solid" d="M7 4v16l13-8z"/>',
  pause: '<path class="solid" d="M6 4h4v16H6zM14 4h4v16h-4z"/>',
  back: '<path d="M15 5l-7 7 7 7"/>',
  forward: '<path d="M9 5l7 7-7 7"/>',
  undo: '<path d="M9 5L4 10l5 5M4.5 10H14a5.5 5.5 0 0 1 0 11h-4"/>',
  redo: '<path d="M15 5l5 5-5 5M19.5 10H10a5.5 5.5 0 0 0 0 11h4"/>',
  // Round and back to where it began.
  reset: '<path d="M4.5 12a7.5 7.5 0 1 0 2.4-5.5M4 3.5v4h4"/>',
  fullscreen: '<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"/>',
  // Out of its frame.
  outside: '<path d="M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9"/>',
  window: '<path d="M9 4v5H4M15 4v5h5M15 20v-5h5M9 20v-5H4"/>',
  // Two sliders.
  settings: '<path d="M3 8h8M17 8h4M3 16h4M13 16h8"/><circle cx="14" cy="8" r="3"/><circle cx="10" cy="16" r="3"/>',
  // A lectern.
  speaker: '<path d="M4 5h16l-2.5 8h-11zM12 13v6M8 20h8"/><path d="M8.5 9h7"/>',
  theme: '<circle cx="12" cy="12" r="8.5"/><path class="solid" d="M12 3.5a8.5 8.5 0 0 1 0 17z"/>',
  // A table with its heads.
  values: '<rect x="3" y="4" width="18" height="16" rx="2"/><path d="M3 9.5h18M3 15h18M9 4v16M15 9.5v10.5"/>',
  // A camera.
  picture: '<path d="M3 8h4l2-3h6l2 3h4v11H3z"/><circle cx="12" cy="13" r="3.5"/>',
  // A sheet with two answers, one of them ticked.
  answers:
    '<rect x="4" y="3" width="16" height="18" rx="2"/><path d="M7.5 8.5l1.5 1.5 2.5-3M14 8.5h3M7.5 15.5h4M14 15.5h3"/>',
  // Three cells of a layer, two of the next.
  network:
    '<path d="M6.5 5.5L17 9M6.5 5.5L17 15M6.5 12H17M6.5 18.5L17 15M6.5 18.5L17 9"/>' +
    '<g class="solid"><circle cx="5" cy="5" r="2.3"/><circle cx="5" cy="12" r="2.3"/><circle cx="5" cy="19" r="2.3"/>' +
    '<circle cx="19" cy="8.5" r="2.3"/><circle cx="19" cy="15.5" r="2.3"/></g>',
  right: '<path d="M5 12.5l5 5L19.5 7"/>',
  again: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5v5.5M12 16.2v.3"/>',
  keys: '<rect x="2.5" y="6" width="19" height="12" rx="2"/><path d="M6 10h1M10 10h1M14 10h1M17.5 10h.5M7 14h10"/>',
};

/** @param {string} name @returns {DocumentFragment} */
export function icon(name) {
  const drawing = (DRAWN[name] ?? "")
    .replaceAll('class="solid"', 'class="solid" fill="currentColor" stroke="none"')
    .replaceAll('class="bold"', 'class="bold" stroke-width="3"');
  const line = 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linejoin="round" stroke-linecap="round"';
  return parseMarkup(
    `<svg class="icon" viewBox="0 0 24 24" width="24" height="24" ${line} aria-hidden="true">${drawing}</svg>`,
  );
}
