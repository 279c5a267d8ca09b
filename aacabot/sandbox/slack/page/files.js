/** A file input: each file chosen is uploaded at once, as Slack's client does; the form holds their ids. */

import { el } from "./dom.js";
import { Refused } from "./api.js";

const MOST = 10;

async function upload(file, team, user) {
  const about = new URLSearchParams({ team, user, name: file.name });
  const request = { method: "POST", headers: { "content-type": "application/octet-stream" }, body: file };
  const response = await fetch(`/sandbox/upload?${about}`, request);
  const body = await response.json();
  if (!response.ok) throw new Refused(response.status, body);
  return body.id;
}

/** The control for a `file_input`; `hooks` names it as every other control. */
export function files(element, hooks, view) {
  let ids = [];
  const said = el("small", { role: "status" });
  const most = element.max_files ?? MOST;
  const kinds = (element.filetypes ?? []).map((kind) => `.${kind}`).join(",");
  const node = el("input", {
    ...hooks, type: "file", class: "file-input", multiple: most > 1, accept: kinds || undefined,
  });
  node.addEventListener("change", async () => {
    ids = [];
    said.textContent = "Uploading…";
    try {
      const chosen = [...node.files].slice(0, most);
      ids = await Promise.all(chosen.map((file) => upload(file, view.team, view.user)));
      said.textContent = "";
    } catch (problem) {
      said.textContent = problem.message;
    }
  });
  queueMicrotask(() => node.after(said));
  return { node, read: () => ids, reset: () => { node.value = ""; ids = []; } };
}
