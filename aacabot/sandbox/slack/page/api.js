/** The sandbox's JSON over HTTP. A refusal becomes a `Refused` with the server's words. */

/** What the sandbox answered with a 4xx or 5xx: `message` for people, `status`, and the whole `body`. */
export class Refused extends Error {
  constructor(status, body) {
    super(body?.error?.message ?? body?.error ?? `The sandbox answered ${status}.`);
    this.status = status;
    this.body = body;
  }
}

async function answer(response) {
  const text = await response.text();
  let body = {};
  try {
    body = text ? JSON.parse(text) : {};
  } catch {
    body = { error: text.slice(0, 200) };
  }
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}

/** Reads `/sandbox/<path>`. */
export async function read(path, signal) {
  return answer(await fetch(`/sandbox/${path}`, { signal, headers: { accept: "application/json" } }));
}

/** Tells the sandbox what the acting person did. */
export async function tell(verb, what) {
  const request = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(what),
  };
  return answer(await fetch(`/sandbox/${verb}`, request));
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function readOrNull(path) {
  try {
    return await read(path);
  } catch (problem) {
    console.warn("The sandbox cannot be reached or refused a read.", problem);
    return null;
  }
}

/**
 * Calls `onState` with the first state and each newer one, for as long as the page lives.
 * A lost connection is told to `onLink(false)` and retried at 1, 2, 4 ... 10 seconds; after it the whole
 * state is read again, because a restarted sandbox counts from the beginning.
 */
export async function follow(onState, onLink) {
  let seq = null;
  let wait = 1000;
  for (;;) {
    const state = await readOrNull(seq === null ? "state" : `changes?since=${seq}`);
    onLink(state !== null);
    if (state === null) {
      seq = null;
      await pause(wait);
      wait = Math.min(wait * 2, 10000);
      continue;
    }
    wait = 1000;
    if (!Number.isInteger(state.seq) || state.seq === seq) await pause(50);
    else onState(state);
    seq = state.seq ?? seq;
  }
}
