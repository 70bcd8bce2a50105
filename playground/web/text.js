// Slack's mrkdwn and Markdown in, DOM nodes out. Text only ever becomes text nodes, so that no message can run anything.

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else if (key in node && typeof value !== "string") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const EMOJI = {
  "+1": "👍", "-1": "👎", thumbsup: "👍", thumbsdown: "👎", white_check_mark: "✅", heavy_check_mark: "✔", x: "❌", warning: "⚠️",
  no_entry: "⛔", question: "❓", eyes: "👀", tada: "🎉", smile: "😄", wave: "👋", heart: "❤️", rocket: "🚀", bulb: "💡", lock: "🔒",
  memo: "📝", calendar: "📅", bell: "🔔", pray: "🙏", bar_chart: "📊", large_green_circle: "🟢", red_circle: "🔴",
};
export const emoji = (name) => EMOJI[name] ?? `:${name}:`;
export const unescaped = (text) => text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);

export function safeLink(url, ...label) {
  if (!/^(https?:\/\/|mailto:)/i.test(url)) return el("span", {}, ...label);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, ...label);
}

// What stands between < and > in mrkdwn. `names` looks up people, channels and groups.
function marked(inner, names) {
  const [target, label] = inner.includes("|") ? [inner.slice(0, inner.indexOf("|")), inner.slice(inner.indexOf("|") + 1)] : [inner, ""];
  if (target.startsWith("@")) return el("span", { class: "at" }, `@${names.user(target.slice(1)) || label || target.slice(1)}`);
  if (target.startsWith("#")) return el("span", { class: "at" }, `#${names.channel(target.slice(1)) || label || target.slice(1)}`);
  if (target.startsWith("!subteam^")) return el("span", { class: "at" }, label || `@${names.group(target.slice(9)) || target.slice(9)}`);
  if (target.startsWith("!date^")) return document.createTextNode(unescaped(label || target));
  if (target.startsWith("!")) return el("span", { class: "at" }, `@${target.slice(1)}`);
  return safeLink(unescaped(target), unescaped(label || target.replace(/^mailto:/, "")));
}

const INLINE = /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])|(?<!\w)_(\S(?:[^_\n]*\S)?)_(?!\w)|(?<!\w)~(\S(?:[^~\n]*\S)?)~(?!\w)|:([a-z0-9_+-]+):/g;

function inline(text, names) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(INLINE)) {
    nodes.push(...lines(text.slice(end, found.index)));
    const [, pre, code, link, bold, italic, strike, name] = found;
    if (pre !== undefined) nodes.push(el("pre", {}, unescaped(pre.replace(/^\n/, ""))));
    else if (code !== undefined) nodes.push(el("code", {}, unescaped(code)));
    else if (link !== undefined) nodes.push(marked(link, names));
    else if (bold !== undefined) nodes.push(el("strong", {}, inline(bold, names)));
    else if (italic !== undefined) nodes.push(el("em", {}, inline(italic, names)));
    else if (strike !== undefined) nodes.push(el("s", {}, inline(strike, names)));
    else nodes.push(document.createTextNode(emoji(name)));
    end = found.index + found[0].length;
  }
  nodes.push(...lines(text.slice(end)));
  return nodes;
}

function lines(text) {
  return unescaped(text).split("\n").flatMap((line, number) => (number ? [el("br"), line] : [line])).filter((part) => part !== "");
}

export function mrkdwn(text, names) {
  const box = el("div", { class: "words" });
  for (const part of (text ?? "").split(/(```[\s\S]+?```)/)) {
    if (part.startsWith("```")) { box.append(...inline(part, names)); continue; }
    let quoted = [], plain = [];
    const flush = () => {
      if (plain.length) box.append(el("div", {}, inline(plain.join("\n"), names)));
      if (quoted.length) box.append(el("blockquote", {}, inline(quoted.join("\n"), names)));
      plain = []; quoted = [];
    };
    for (const line of part.replace(/^\n|\n$/g, "").split("\n")) {
      const quote = line.match(/^(?:&gt;|>)\s?(.*)$/);
      if (quote ? plain.length : quoted.length) flush();
      (quote ? quoted : plain).push(quote ? quote[1] : line);
    }
    flush();
  }
  return box;
}

const SPAN = /`([^`\n]+)`|\*\*([^*\n]+)\*\*|__([^_\n]+)__|(?<!\*)\*([^*\n]+)\*|(?<!\w)_([^_\n]+)_(?!\w)|~~([^~\n]+)~~|\[([^\]\n]*)\]\(([^)\s]+)\)|<((?:https?:|mailto:|[@#!])[^<>\n]+)>|:([a-z0-9_+-]+):/g;

function span(text, names) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(SPAN)) {
    nodes.push(unescaped(text.slice(end, found.index)));
    const [, code, bold, bolder, italic, slanted, strike, label, url, link, name] = found;
    if (code !== undefined) nodes.push(el("code", {}, code));
    else if (bold !== undefined || bolder !== undefined) nodes.push(el("strong", {}, span(bold ?? bolder, names)));
    else if (italic !== undefined || slanted !== undefined) nodes.push(el("em", {}, span(italic ?? slanted, names)));
    else if (strike !== undefined) nodes.push(el("s", {}, span(strike, names)));
    else if (url !== undefined) nodes.push(safeLink(url, ...span(label, names)));
    else if (link !== undefined) nodes.push(marked(link, names));
    else nodes.push(emoji(name));
    end = found.index + found[0].length;
  }
  nodes.push(unescaped(text.slice(end)));
  return nodes;
}

export function markdown(text, names) {
  const box = el("div", { class: "words" });
  let list = null, para = null;
  const rows = text.split("\n");
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at];
    const item = row.match(/^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/);
    const heading = row.match(/^(#{1,6})\s+(.*)$/);
    if (!item) list = null;
    if (item) {
      const tag = item[1] ? "ol" : "ul";
      if (list?.localName !== tag) box.append((list = el(tag)));
      const box_ = item[2].match(/^\[([ xX])\]\s+(.*)$/);
      list.append(el("li", {}, box_ ? (box_[1] === " " ? "☐ " : "☑ ") : null, span(box_ ? box_[2] : item[2], names)));
      para = null;
    } else if (heading) { box.append(el("h4", {}, span(heading[2], names))); para = null; }
    else if (/^\s*(---+|\*\*\*+)\s*$/.test(row)) { box.append(el("hr")); para = null; }
    else if (row.startsWith("```")) {
      const code = [];
      while (++at < rows.length && !rows[at].startsWith("```")) code.push(rows[at]);
      box.append(el("pre", {}, code.join("\n"))); para = null;
    } else if (row.startsWith(">")) { box.append(el("blockquote", {}, span(row.replace(/^>\s?/, ""), names))); para = null; }
    else if (row.includes("|") && /^\s*\|?[\s:|-]+-[\s:|-]*$/.test(rows[at + 1] ?? "")) {
      const cells = (line) => line.replace(/^\s*\||\|\s*$/g, "").split("|").map((cell) => cell.trim());
      const table = el("table", {}, el("tr", {}, cells(row).map((cell) => el("th", { scope: "col" }, span(cell, names)))));
      for (at += 2; at < rows.length && rows[at].includes("|"); at += 1) table.append(el("tr", {}, cells(rows[at]).map((cell) => el("td", {}, span(cell, names)))));
      at -= 1; box.append(table); para = null;
    } else if (!row.trim()) para = null;
    else if (para) para.append(el("br"), ...span(row, names));
    else box.append((para = el("p", {}, span(row, names))));
  }
  return box;
}

function richPiece(piece, names) {
  const style = piece.style ?? {};
  let node;
  if (piece.type === "text") node = el("span", {}, ...piece.text.split("\n").flatMap((line, n) => (n ? [el("br"), line] : [line])));
  else if (piece.type === "link") node = safeLink(piece.url, piece.text || piece.url);
  else if (piece.type === "user") node = marked(`@${piece.user_id}`, names);
  else if (piece.type === "channel") node = marked(`#${piece.channel_id}`, names);
  else if (piece.type === "usergroup") node = marked(`!subteam^${piece.usergroup_id}`, names);
  else if (piece.type === "broadcast") node = marked(`!${piece.range}`, names);
  else if (piece.type === "emoji") node = el("span", {}, emoji(piece.name));
  else node = el("span", {}, piece.text ?? piece.fallback ?? "");
  for (const [key, tag] of [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"]]) if (style[key]) node = el(tag, {}, node);
  return node;
}

export function rich(block, names) {
  const box = el("div", { class: "words" });
  for (const part of block.elements ?? []) {
    const pieces = () => (part.elements ?? []).map((piece) => richPiece(piece, names));
    if (part.type === "rich_text_list") {
      const items = part.elements.map((item) => el("li", {}, item.elements.map((piece) => richPiece(piece, names))));
      box.append(el(part.style === "ordered" ? "ol" : "ul", {}, items));
    } else box.append(el({ rich_text_quote: "blockquote", rich_text_preformatted: "pre" }[part.type] ?? "div", {}, pieces()));
  }
  return box;
}
