/**
 * Loads the page again where it was changed, at the same place, which its address names. Only a
 * server that was started with --dev sends this, and answers it.
 */

let here = "";
const changes = new EventSource("dev/changes");
changes.addEventListener("message", ({ data }) => {
  if (here && here !== data) location.reload();
  here = data;
});
