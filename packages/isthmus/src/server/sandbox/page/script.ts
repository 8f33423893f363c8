// What the page at `/sandbox` does in a browser. A text, since it is none of the server's code: it runs nowhere but there. What
// others wrote is put in as text alone.

export const sandboxScript = String.raw`"use strict";
const at = (id) => document.getElementById(id);
const list = (id) => document.querySelector('[data-list="' + id + '"]');
const tabs = [...document.querySelectorAll('[role="tab"]')];
const shown = new Map();
const opened = new Set();
let last = "";

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children.filter((child) => child !== undefined && child !== ""));
  return element;
}
const flag = (text, kind = "") => make("span", { className: "flag " + kind, textContent: text });
const time = (at) => new Date(at).toLocaleTimeString();
function pretty(text) {
  try { return JSON.stringify(JSON.parse(text), undefined, 2); } catch { return text; }
}

function tell(text, wrong = false) {
  at("status").textContent = text;
  at("status").classList.toggle("wrong", wrong);
}

async function change(method, path, body) {
  const reply = await fetch("/sandbox" + path, {
    method,
    headers: { "isthmus-sandbox": "change", "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!reply.ok) throw new Error((await reply.json()).message);
  await refresh();
}
const attempt = (work, done) => work.then(() => tell(done), (error) => tell(error.message, true));

function row(key, summary, inside, wrong) {
  const details = make("details", { className: wrong ? "wrong-row" : "", open: opened.has(key) });
  details.append(make("summary", {}, ...summary));
  const fill = () => {
    if (details.open && details.children.length === 1) details.append(make("div", { className: "inside" }, ...inside()));
    if (details.open) opened.add(key); else opened.delete(key);
  };
  details.addEventListener("toggle", fill);
  fill();
  return details;
}
const part = (title, text) => text ? [make("h2", { textContent: title }), make("pre", { textContent: pretty(text), tabIndex: 0 })] : [];

const rows = {
  requests: (one) => row("r" + one.id, [
    flag(one.source),
    make("code", { textContent: one.method + " " + one.url }),
    one.failure ? flag("no answer", "wrong") : flag(String(one.status), one.status < 400 ? "fine" : "wrong"),
    ...one.faults.map((kind) => flag("fault: " + kind, "wrong")),
    make("span", { className: "end", textContent: (one.by === "nobody" ? "" : "by " + one.by + " · ") + one.ms + " ms · " + time(one.at) }),
  ], () => [
    make("h2", { textContent: "Operation " + one.operation }),
    ...part("Request", one.request),
    ...(one.failure ? part("Failure", one.failure) : part("Answer", one.answer)),
  ], one.failure !== undefined || one.faults.length > 0),
  mails: (one) => row("m" + one.id, [
    flag(one.source),
    make("strong", { textContent: one.subject || "(no subject)" }),
    make("span", { textContent: "to " + one.to.join(", ") }),
    make("span", { className: "end", textContent: time(one.at) }),
  ], () => [
    make("h2", { textContent: "From " + one.from + (one.cc?.length ? " · cc " + one.cc.join(", ") : "") + (one.attachments.length ? " · " + one.attachments.map((a) => a.name + " (" + a.bytes + " bytes)").join(", ") : "") }),
    mailFrame(one),
    ...mailLinks(one),
    ...(one.has === "html" ? part("Text part", one.text) : []),
  ]),
  messages: (one) => row("s" + one.id, [
    flag(one.source),
    make("strong", { textContent: one.to }),
    make("span", { textContent: one.text.slice(0, 80) }),
    make("span", { className: "end", textContent: time(one.at) }),
  ], () => [...part("From " + one.from, one.text)]),
  webhooks: (one) => row("w" + one.id, [
    flag(one.source),
    make("strong", { textContent: one.event }),
    make("span", { textContent: one.url ?? "no address is configured" }),
    make("span", { className: "end", textContent: time(one.at) }),
  ], () => [
    ...part("Headers", Object.entries(one.headers).map(([name, value]) => name + ": " + value).join("\n")),
    ...part("Body", one.body),
  ]),
  events: (one) => row("e" + one.id, [
    flag(one.source),
    make("strong", { textContent: one.name }),
    make("span", { className: "end", textContent: time(one.at) }),
  ], () => [...part("Parameters", JSON.stringify(one.parameters))]),
  faults: (one) => make("div", { className: "switch" },
    flag("on", "wrong"),
    make("strong", { textContent: one.kind }),
    make("span", { textContent: sentence(one) }),
    off(one)),
};

function mailFrame(mail) {
  const frame = make("iframe", { title: "E-mail: " + mail.subject, src: "/sandbox/mail/" + mail.id });
  // No script, no form, no origin, whatever the e-mail holds; the document's own policy says so again.
  frame.setAttribute("sandbox", "");
  return frame;
}

// A frame without an origin follows no link, so those of the text stand below it.
function mailLinks(mail) {
  const links = [...new Set((mail.text ?? "").match(/https?:[/][/][^\s<>"]+/g) ?? [])].slice(0, 5);
  return links.map((href) => make("p", {}, make("a", { href, target: "_blank", rel: "noreferrer", textContent: href })));
}

function sentence(fault) {
  const where = (fault.source === "*" ? "every source" : fault.source) + (fault.operation === "*" ? "" : " · " + fault.operation);
  const how = { latency: fault.ms + " ms", throttle: "Retry-After: " + fault.retryAfter, error: String(fault.status) }[fault.kind];
  return where + " · " + fault.percentage + " of 100" + (how ? " · " + how : "") +
    " · struck " + fault.struck + (fault.times ? " of " + fault.times : "") + " times";
}

function off(fault) {
  const button = make("button", { type: "button", className: "second", textContent: "Switch off" });
  button.setAttribute("aria-label", "Switch off " + fault.kind + " at " + sentence(fault));
  button.addEventListener("click", () => attempt(change("DELETE", "/faults/" + fault.id), "Switched off."));
  return button;
}

const empty = {
  requests: "No API has been called yet.",
  mails: "No e-mail was sent yet.",
  messages: "No text message was sent yet.",
  webhooks: "No webhook is waiting.",
  events: "No event was counted yet.",
  faults: "No fault is switched on: every API answers as it should.",
};

function draw(state) {
  at("sources").replaceChildren(...state.sources.map((one) =>
    make("div", { className: "source" }, make("strong", { textContent: one.name }), " ",
      make("span", { textContent: one.kind + " · " + (one.answers[0] === "recordings" ? one.answers.join(", ") : one.answers[0] ?? "nothing") }))));
  const select = document.querySelector('#fault [name="source"]');
  const names = ["*", ...state.sources.map((one) => one.name)];
  if (select.options.length !== names.length)
    select.replaceChildren(...names.map((name) => make("option", { value: name, textContent: name === "*" ? "every source" : name })));
  for (const id of Object.keys(rows)) {
    const items = state[id];
    const text = JSON.stringify(items);
    document.querySelector('[data-count="' + id + '"]').textContent = items.length === 0 ? "" : items.length;
    if (shown.get(id) === text) continue;
    shown.set(id, text);
    const place = list(id);
    const focused = place.contains(document.activeElement) ? [...place.querySelectorAll("summary, button")].indexOf(document.activeElement) : -1;
    place.replaceChildren(...(items.length === 0 ? [make("p", { className: "empty", textContent: empty[id] })] : items.map(rows[id])));
    if (focused >= 0) (place.querySelectorAll("summary, button")[focused] ?? at("content")).focus();
  }
  at("striking").hidden = state.faults.length === 0;
  at("striking").textContent = state.faults.length + (state.faults.length === 1 ? " fault is on" : " faults are on");
}

async function refresh() {
  const reply = await fetch("/sandbox/state");
  const text = await reply.text();
  if (text === last) return;
  last = text;
  draw(JSON.parse(text));
}

function select(tab, focus) {
  for (const one of tabs) {
    const chosen = one === tab;
    one.setAttribute("aria-selected", String(chosen));
    one.tabIndex = chosen ? 0 : -1;
    at(one.getAttribute("aria-controls")).hidden = !chosen;
  }
  history.replaceState(null, "", "#" + tab.getAttribute("aria-controls"));
  if (focus) tab.focus();
}

for (const tab of tabs) {
  tab.addEventListener("click", () => select(tab, false));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const place = event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1 : step === undefined ? undefined : (tabs.indexOf(tab) + step + tabs.length) % tabs.length;
    if (place === undefined) return;
    event.preventDefault();
    select(tabs[place], true);
  });
}
const wanted = tabs.find((tab) => "#" + tab.getAttribute("aria-controls") === location.hash);
if (wanted) select(wanted, false);

const form = at("fault");
const kindChanged = () => {
  for (const label of form.querySelectorAll("[data-of]")) label.hidden = label.dataset.of !== form.kind.value;
};
form.kind.addEventListener("change", kindChanged);
kindChanged();
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const { source, operation, kind, percentage, ms, retryAfter, status, times } = form;
  const fault = { source: source.value, operation: operation.value.trim() || "*", kind: kind.value, percentage: Number(percentage.value) };
  if (kind.value === "latency") fault.ms = Number(ms.value);
  if (kind.value === "throttle") fault.retryAfter = /^-?\d+$/.test(retryAfter.value) ? Number(retryAfter.value) : retryAfter.value;
  if (kind.value === "error") fault.status = Number(status.value);
  if (times.value !== "") fault.times = Number(times.value);
  attempt(change("POST", "/faults", fault), "Switched on.");
});
at("reset").addEventListener("click", () => attempt(change("POST", "/reset"), "Everything is as it was at first."));

async function follow() {
  try {
    await refresh();
    if (at("status").classList.contains("wrong")) tell("");
  } catch {
    tell("The server does not answer; trying again.", true);
  }
  setTimeout(follow, document.hidden ? 5000 : 1000);
}
follow();
`;
