/** The messages of one channel: days, cards, threads under their parents, notes only one person sees. */

import { attempt } from "./acts.js";
import { drawBlocks } from "./blocks.js";
import { clock, dayName, longDate } from "./dates.js";
import { el, icon, tile } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { messageShortcuts } from "./shortcuts.js";

const NEAR_THE_END_PX = 160;

function messageAct(session, message) {
  return (verb, what) => attempt(verb, {
    team: session.team, user: session.user, channel: message.channel, ts: message.ts, ...what,
  });
}

function avatar(author, message) {
  return author.isBot
    ? el("span", { class: "tile person bot", "aria-hidden": "true" }, icon("shield"))
    : tile(message.user, author.name, "person");
}

/** An attachment or an unfurled link: blocks, or text, beside a bar. */
function drawAttachment(attachment, view) {
  const words = attachment.text ?? attachment.fallback ?? "";
  return el("div", { class: "attachment" },
    attachment.blocks?.length
      ? drawBlocks(attachment.blocks, view)
      : el("div", { class: "text" }, mrkdwn(words, view)));
}

function article(session, message, kind) {
  const author = kind === "ephemeral"
    ? session.author({ user: session.workspace(message.team)?.bot?.user_id })
    : session.author(message);
  const view = session.viewOf(message, messageAct(session, message));
  const own = message.blocks?.length
    ? drawBlocks(message.blocks, view)
    : el("div", { class: "text" }, mrkdwn(message.text ?? "", view));
  const body = [own, (message.attachments ?? []).map((attachment) => drawAttachment(attachment, view))];
  return el("article", {
    class: `message ${kind}`,
    "data-channel": message.channel,
    "data-ts": message.ts,
    "data-revisions": message.revisions,
  },
    avatar(author, message),
    el("div", { class: "message-main" },
      kind === "ephemeral" && el("p", { class: "only-you" }, icon("eye"), "Only visible to you"),
      el("p", { class: "message-head" },
        el("strong", { dir: "auto" }, author.name), author.isBot && el("span", { class: "badge" }, "APP"),
        el("time", { title: longDate(message.ts, view.eyes) }, clock(message.ts, view.eyes)),
        message.edited && el("span", { class: "edited" }, "(edited)"),
        kind !== "ephemeral" && messageShortcuts(session, message)),
      el("div", { class: "message-body" }, body)));
}

function threadLine(session, parent, replies, open, eyes) {
  const last = replies.at(-1);
  const count = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  const toggle = () => {
    if (open) session.openThreads.delete(parent.ts);
    else session.openThreads.add(parent.ts);
    session.changed();
  };
  return el("button", {
    type: "button",
    class: "thread-toggle",
    "aria-expanded": String(open),
    "data-thread": parent.ts,
    onclick: toggle,
  },
    icon("thread"), el("b", null, open ? "Hide thread" : count),
    el("span", null, open ? count : `last at ${clock(last.ts, eyes)}`));
}

function group(session, entry) {
  const { message, replies, kind } = entry;
  const open = session.openThreads.has(message.ts);
  const eyes = session.view().eyes;
  return el("li", { class: "message-group", "data-key": entry.key },
    article(session, message, kind),
    replies.length > 0 && threadLine(session, message, replies, open, eyes),
    replies.length > 0 && open && el(
      "div",
      { class: "thread" },
      replies.map((reply) => article(session, reply, reply.replyKind)),
    ));
}

/** Parents with their replies, ephemerals among them, by time. A reply without its parent stands alone. */
function entries(session, channelId) {
  const messages = session.messagesIn(channelId).map((message) => ({ ...message, replyKind: "" }));
  const notes = session.ephemeralsIn(channelId).map((note) => ({ ...note, replyKind: "ephemeral" }));
  const all = [...messages, ...notes].sort((a, b) => a.ts - b.ts);
  const parents = new Set(messages.filter((message) =>
    !message.thread_ts || message.thread_ts === message.ts).map((message) => message.ts));
  const isReply = ({ ts, thread_ts: parent }) => parent && parent !== ts && parents.has(parent);
  return all.filter((message) => !isReply(message)).map((message) => ({
    key: `${message.replyKind}${message.ts}`, kind: message.replyKind, message,
    replies: all.filter((reply) => isReply(reply) && reply.thread_ts === message.ts),
  }));
}

function holdFocus(list) {
  const held = document.activeElement?.closest?.("[data-action-id]");
  if (!held || !list.contains(held)) return () => {};
  const { ts } = held.closest("[data-ts]")?.dataset ?? {};
  const path = `[data-ts="${CSS.escape(ts ?? "")}"] [data-action-id="${CSS.escape(held.dataset.actionId)}"]`;
  return () => { if (!held.isConnected) list.querySelector(path)?.focus(); };
}

/** Makes `nodes` the children of `list`. Those that stay do not move: that drops focus, restarts glows. */
function arrange(list, nodes) {
  const wanted = new Set(nodes);
  [...list.children].filter((child) => !wanted.has(child)).forEach((child) => child.remove());
  let at = list.firstElementChild;
  for (const node of nodes) {
    if (node === at) at = at.nextElementSibling;
    else list.insertBefore(node, at);
  }
}

function isNearTheEnd({ scrollHeight, scrollTop, clientHeight }) {
  return scrollHeight - scrollTop - clientHeight < NEAR_THE_END_PX;
}

/** Keeps the list in step with the state; only groups that changed are drawn anew, and glow once. */
export class MessageList {
  constructor(session, list, scroller) {
    Object.assign(
      this,
      { session, list, scroller, shown: new Map(), days: new Map(), channelId: null, actor: null },
    );
    this.atEnd = true;
    scroller.addEventListener("scroll", () => { this.atEnd = isNearTheEnd(scroller); });
    // Pictures load after the words: whoever stands at the end stays there.
    new ResizeObserver(() => { if (this.atEnd) this.#toTheEnd(); }).observe(list);
  }

  draw(channelId) {
    const actor = `${this.session.team}/${this.session.user}`;
    const fresh = channelId !== this.channelId || actor !== this.actor;
    if (fresh) this.shown.clear();
    Object.assign(this, { channelId, actor });
    const giveBack = holdFocus(this.list);
    const grew = this.#update(entries(this.session, channelId), fresh);
    giveBack();
    if (fresh || (grew && this.atEnd)) this.#toTheEnd();
  }

  #toTheEnd() {
    this.atEnd = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #update(wanted, fresh) {
    let grew = false;
    const next = new Map(wanted.map((entry) => {
      const signature = JSON.stringify([entry, this.session.openThreads.has(entry.message.ts)]);
      const known = this.shown.get(entry.key);
      if (known?.signature === signature) return [entry.key, known];
      grew ||= !known || entry.replies.length > known.replies;
      const node = group(this.session, entry);
      if (!fresh && (!known || known.content !== JSON.stringify(entry))) {
        node.classList.add(known ? "changed" : "arrived");
      }
      return [entry.key, { node, signature, content: JSON.stringify(entry), replies: entry.replies.length }];
    }));
    this.shown = next;
    this.#place(wanted);
    return grew;
  }

  #place(wanted) {
    const { eyes } = this.session.view();
    const days = new Map();
    const nodes = wanted.flatMap((entry) => {
      const name = dayName(entry.message.ts, eyes);
      const divider = days.has(name)
        ? []
        : [this.days.get(name) ?? el("li", { class: "day", role: "separator" }, el("span", null, name))];
      if (divider.length) days.set(name, divider[0]);
      return [...divider, this.shown.get(entry.key).node];
    });
    this.days = days;
    arrange(this.list, nodes);
  }
}
