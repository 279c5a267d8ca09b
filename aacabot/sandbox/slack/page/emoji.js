/** The shortcodes an alliance's cards use; an unknown one stays readable as `:name:`, as in Slack. */

const EMOJI = {
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", no_entry: "⛔",
  no_entry_sign: "🚫", warning: "⚠️", rotating_light: "🚨", bell: "🔔", no_bell: "🔕", mag: "🔍", mag_right: "🔎",
  eyes: "👀", eye: "👁️", shield: "🛡️", lock: "🔒", unlock: "🔓", closed_lock_with_key: "🔐", key: "🔑",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", stopwatch: "⏱️", alarm_clock: "⏰", clock3: "🕒", clock: "🕒",
  calendar: "📅", date: "📅", spiral_calendar_pad: "🗓️", chart_with_upwards_trend: "📈",
  chart_with_downwards_trend: "📉", bar_chart: "📊", memo: "📝", pencil: "📝", pencil2: "✏️", clipboard: "📋",
  page_facing_up: "📄", scroll: "📜", file_folder: "📁", open_file_folder: "📂", card_index_dividers: "🗂️",
  package: "📦", shopping_trolley: "🛒", shopping_cart: "🛒", shopping_bags: "🛍️", label: "🏷️", moneybag: "💰",
  office: "🏢", department_store: "🏬", convenience_store: "🏪", factory: "🏭", ship: "🚢", airplane: "✈️",
  globe_with_meridians: "🌐", earth_africa: "🌍", earth_americas: "🌎", earth_asia: "🌏", round_pushpin: "📍",
  pushpin: "📌", link: "🔗", paperclip: "📎", camera: "📷", frame_with_picture: "🖼️", movie_camera: "🎥",
  speech_balloon: "💬", left_speech_bubble: "🗨️", mega: "📣", loudspeaker: "📢", email: "📧", envelope: "✉️",
  inbox_tray: "📥", outbox_tray: "📤", bulb: "💡", question: "❓", grey_question: "❔", exclamation: "❗",
  information_source: "ℹ️", arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️",
  leftwards_arrow_with_hook: "↩️", arrows_counterclockwise: "🔄", recycle: "♻️", repeat: "🔁",
  wastebasket: "🗑️",
  hammer: "🔨", scales: "⚖️", balance_scale: "⚖️", handshake: "🤝", wave: "👋", "+1": "👍", thumbsup: "👍",
  "-1": "👎", thumbsdown: "👎", raised_hands: "🙌", clap: "👏", pray: "🙏", point_right: "👉", tada: "🎉",
  trophy: "🏆", star: "⭐", sparkles: "✨", fire: "🔥", rocket: "🚀", zap: "⚡", red_circle: "🔴",
  large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢", large_blue_circle: "🔵",
  large_purple_circle: "🟣", white_circle: "⚪", black_circle: "⚫", large_red_square: "🟥",
  small_red_triangle: "🔺",
  large_green_square: "🟩", large_yellow_square: "🟨", large_blue_square: "🟦", white_large_square: "⬜",
  triangular_flag_on_post: "🚩", checkered_flag: "🏁", bust_in_silhouette: "👤", busts_in_silhouette: "👥",
  female_detective: "🕵️", sleuth_or_spy: "🕵️", robot_face: "🤖", smile: "😄", slightly_smiling_face: "🙂",
  thinking_face: "🤔", heart: "❤️", seedling: "🌱", athletic_shoe: "👟", handbag: "👜", watch: "⌚", ring: "💍",
  lipstick: "💄", teddy_bear: "🧸", pill: "💊", iphone: "📱", headphones: "🎧", computer: "💻", books: "📚",
  gear: "⚙️", wrench: "🔧", new: "🆕", ok: "🆗", sos: "🆘", soon: "🔜", end: "🔚", stop_sign: "🛑",
  construction: "🚧",
};

/** The character for a shortcode, or null. `unicode` is the hex form rich_text carries. */
export function emoji(name, unicode) {
  if (unicode && /^[0-9a-f]{2,6}(-[0-9a-f]{2,6})*$/i.test(unicode)) {
    return String.fromCodePoint(...unicode.split("-").map((part) => Number.parseInt(part, 16)));
  }
  return Object.hasOwn(EMOJI, name) ? EMOJI[name] : null;
}
