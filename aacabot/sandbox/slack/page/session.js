/** Who is acting, what they look at, and what of the sandbox's state they may see. */

const EMPTY = { seq: null, workspaces: [], messages: [], ephemerals: [], views: [], homes: [] };
const READ_KEY = "sandbox-read-marks";

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}");
  } catch {
    return {};
  }
}

const memberId = (member) => (typeof member === "string" ? member : member.user ?? member.id);

/** The state through one person's eyes. Changing person or place calls `changed`. */
export class Session {
  constructor(changed) {
    this.state = EMPTY;
    this.changed = changed;
    this.team = null;
    this.user = null;
    this.place = null;
    this.openThreads = new Set();
    this.chosen = new Map();
    this.readMarks = stored(READ_KEY);
  }

  /** Takes a newer state; the first also chooses the person: the address names one, or a card waits. */
  take(state) {
    this.state = { ...EMPTY, ...state };
    const [team, user, place] = decodeURIComponent(location.hash.slice(1)).split("/");
    if (!this.person(this.team, this.user)) this.actAs(...this.#firstActor(team, user), place);
    else if (
      !this.place || (this.place !== "home" && !this.channel(this.place))
    ) this.place = this.#firstPlace();
  }

  #firstActor(team, user) {
    if (this.person(team, user)) return [team, user];
    const all = this.everyone();
    const decider = all.find((person) =>
      this.channelsOf(person.team, person.id).some((channel) => this.#hasOpenCard(channel.id)));
    const chosen = decider ?? all.find((person) => this.channelsOf(person.team, person.id).length) ?? all[0];
    return chosen ? [chosen.team, chosen.id] : [null, null];
  }

  #hasOpenCard(channelId) {
    return this.messagesIn(channelId).some((message) =>
      JSON.stringify(message.blocks ?? []).includes('"case_confirm"'));
  }

  #firstPlace() {
    const latest = (channel) => Number(this.messagesIn(channel.id).at(-1)?.ts ?? 0);
    const channels = [...this.channels()].sort((a, b) => latest(b) - latest(a));
    return channels[0]?.id ?? "home";
  }

  /** Becomes another person, in `place` if they are in it. */
  actAs(team, user, place) {
    this.team = team;
    this.user = user;
    this.place = place && (place === "home" || this.channel(place)) ? place : null;
    this.place ??= this.#firstPlace();
    this.#remember();
  }

  /** Opens a channel by its id, or "home". */
  go(place) {
    this.place = place;
    this.#remember();
    this.changed();
  }

  #remember() {
    history.replaceState(null, "", `#${[this.team, this.user, this.place].filter(Boolean).join("/")}`);
  }

  workspace(team = this.team) {
    return this.state.workspaces.find((workspace) => workspace.id === team);
  }

  everyone() {
    return this.state.workspaces.flatMap((workspace) =>
      workspace.people.map((person) => ({ ...person, team: workspace.id })));
  }

  person(team = this.team, user = this.user) {
    return this.workspace(team)?.people.find((person) => person.id === user);
  }

  /** Channels a person is in: their workspace's, and those another organisation shares with them. */
  channelsOf(team, user) {
    const own = this.workspace(team)?.channels ?? [];
    const shared = this.state.workspaces.filter((other) =>
      other.id !== team && !other.people.some((person) => person.id === user))
      .flatMap((other) => other.channels.map((channel) => ({ ...channel, sharedBy: other.name })))
      .filter((channel) => !own.some((mine) => mine.id === channel.id));
    return [...own, ...shared].filter((channel) => (channel.members ?? []).map(memberId).includes(user));
  }

  channels() {
    return this.channelsOf(this.team, this.user);
  }

  channel(id) {
    return this.channels().find((channel) => channel.id === id);
  }

  #isActor(team, user) {
    return user === this.user && (team === this.team || !this.person(team, user));
  }

  messagesIn(channelId) {
    return this.state.messages.filter((message) => message.channel === channelId).sort((a, b) => a.ts - b.ts);
  }

  ephemeralsIn(channelId) {
    return this.state.ephemerals.filter((note) =>
      note.channel === channelId && this.#isActor(note.team, note.user));
  }

  /** The acting person's modal on top, if one is open. */
  topView() {
    return this.state.views.filter((view) => this.#isActor(view.team, view.user)).at(-1);
  }

  home() {
    return this.state.homes.find((home) => this.#isActor(home.team, home.user));
  }

  unread(channelId, team = this.team, user = this.user) {
    const mark = this.readMarks[`${team}/${user}/${channelId}`] ?? "0";
    return this.messagesIn(channelId).filter((message) =>
      Number(message.ts) > Number(mark) && message.user !== user).length;
  }

  markRead(channelId) {
    const last = this.messagesIn(channelId).at(-1);
    if (!last) return;
    this.readMarks[`${this.team}/${this.user}/${channelId}`] = last.ts;
    localStorage.setItem(READ_KEY, JSON.stringify(this.readMarks));
  }

  /** How many people are in a channel; apps are not counted, as in Slack. */
  peopleIn(channel) {
    const people = new Set(this.everyone().map((person) => person.id));
    return (channel.members ?? []).map(memberId).filter((id) => people.has(id)).length;
  }

  /** `{name, isBot}` for whoever wrote a message. */
  author(message) {
    const bot = this.state.workspaces.find((workspace) => workspace.bot?.user_id === message.user)?.bot;
    const person = this.everyone().find((someone) => someone.id === message.user);
    return {
      name: bot?.name ?? person?.real_name ?? person?.name ?? message.user ?? "app",
      isBot: Boolean(bot) || !person,
    };
  }

  /** The view of a message: what this person chose in it stays when it is drawn anew. */
  viewOf(message, act) {
    const key = [this.team, this.user, message.channel, message.ts].join("/");
    const kept = this.chosen.get(key) ?? {};
    const keep = (blockId, actionId, value) => {
      this.chosen.set(key, kept);
      (kept[blockId] ??= {})[actionId] = value;
    };
    return { ...this.view(act, kept), keep };
  }

  /** What the block renderers need to know; `act(verb, what)` takes clicks, `kept` is what was typed. */
  view(act, kept) {
    const person = this.person();
    const byId = (id) => this.everyone().find((someone) => someone.id === id);
    return {
      user: this.user,
      team: this.team,
      eyes: { tz: person?.tz || "UTC", locale: (person?.locale || "en-US").replace("_", "-") },
      personName: (id) => byId(id)?.name ?? this.state.workspaces.find((workspace) =>
        workspace.bot?.user_id === id)?.bot.name ?? id,
      channelName: (id) => this.state.workspaces.flatMap((workspace) =>
        workspace.channels).find((channel) => channel.id === id)?.name ?? id,
      people: () => this.workspace()?.people ?? [],
      channels: () => this.channels().filter((channel) => !channel.is_im),
      surface: { act },
      kept,
    };
  }
}
