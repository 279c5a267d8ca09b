/** Sends what a person did, and turns refusals into a dialog or a quiet notice. */

import { Refused, tell } from "./api.js";
import { ask } from "./dialogs.js";
import { clearToasts, toast } from "./toast.js";

async function confirmAndRetry(verb, what, dialog) {
  const words = Object.entries(dialog).map(([name, value]) => [name, value?.text ?? value]);
  if (!(await ask(Object.fromEntries(words)))) return null;
  return attempt(verb, { ...what, confirm: true });
}

/** Resolves to the sandbox's answer, or to null when it refused (the person has then been told). */
export async function attempt(verb, what) {
  try {
    const answer = await tell(verb, what);
    clearToasts();
    return answer;
  } catch (problem) {
    if (!(problem instanceof Refused)) {
      console.warn("The sandbox could not be reached.", problem);
      toast("The sandbox cannot be reached. Check that it is still running, then try again.");
      return null;
    }
    if (problem.status === 409 && problem.body?.dialog) {
      return confirmAndRetry(verb, what, problem.body.dialog);
    }
    if (problem.body?.errors) return problem.body;
    toast(problem.message);
    return null;
  }
}
