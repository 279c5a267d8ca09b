/** Slack's date tokens (docs.slack.dev/messaging/formatting-message-text) in a person's time zone. */

const STYLES = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_slash: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};

function format(moment, options, eyes) {
  try {
    return new Intl.DateTimeFormat(eyes.locale, { ...options, timeZone: eyes.tz }).format(moment);
  } catch {
    // A person without a known zone or language still reads the time, in the browser's own.
    return new Intl.DateTimeFormat(undefined, options).format(moment);
  }
}

function dayNumber(moment, eyes) {
  const parts = format(moment, STYLES.date_num, { locale: "en-CA", tz: eyes.tz });
  return Date.parse(`${parts}T00:00:00Z`) / 86400000;
}

function relative(count, unit, eyes) {
  const locale = eyes.locale || "en";
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(count, unit);
}

function pretty(moment, style, eyes, now) {
  const days = dayNumber(moment, eyes) - dayNumber(now, eyes);
  return Math.abs(days) <= 1 ? relative(days, "day", eyes) : format(moment, STYLES[style], eyes);
}

function ago(moment, eyes, now) {
  const seconds = Math.round((moment - now) / 1000);
  const steps = [["day", 86400], ["hour", 3600], ["minute", 60]];
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return relative(Math.trunc(seconds / size), unit, eyes);
}

function token(name, moment, eyes, now) {
  if (name === "date_num") return format(moment, STYLES.date_num, { ...eyes, locale: "en-CA" });
  if (name === "ago") return ago(moment, eyes, now);
  if (name === "day_divider_pretty") return pretty(moment, "date_long", eyes, now);
  if (name.endsWith("_pretty") && STYLES[name.slice(0, -7)]) {
    return pretty(moment, name.slice(0, -7), eyes, now);
  }
  return STYLES[name] ? format(moment, STYLES[name], eyes) : null;
}

/** Fills `{date_short_pretty} at {time}`; null when a token is unknown, so that the fallback is shown. */
export function fillDate(template, seconds, eyes, now = new Date()) {
  const moment = new Date(Number(seconds) * 1000);
  if (Number.isNaN(moment.getTime())) return null;
  let known = true;
  const words = template.replace(/\{(\w+)\}/g, (_, name) => {
    const value = token(name, moment, eyes, now);
    known &&= value !== null;
    return value ?? "";
  });
  return known ? words.charAt(0).toUpperCase() + words.slice(1) : null;
}

/** "14:05" for a message's `ts`. */
export const clock = (ts, eyes) => fillDate("{time}", ts, eyes) ?? "";

/** The whole date and time, for a tooltip. */
export const longDate = (ts, eyes) => fillDate("{date_long} {time_secs}", ts, eyes) ?? "";

/** "Today", "Yesterday" or the date, between the days of a channel. */
export const dayName = (ts, eyes) => fillDate("{day_divider_pretty}", ts, eyes) ?? "";
