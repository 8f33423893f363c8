// What the page to ask by does in a browser. A text, since it is none of the server's code: it runs nowhere but there.

export const explorerScript = String.raw`"use strict";
const at = (id) => document.getElementById(id);
const endpoint = document.body.dataset.endpoint;
const [query, variables, token, run, status, answer, operation, search, trail, schema] =
  ["query", "variables", "token", "run", "status", "answer", "operation", "search", "trail", "schema"].map(at);
const saved = { query: "isthmus.query", variables: "isthmus.variables" };
let types = new Map();
let roots = [];

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

async function post(body) {
  const headers = { "content-type": "application/json", accept: "application/graphql-response+json, application/json" };
  if (token.value.trim() !== "") headers.authorization = "Bearer " + token.value.trim();
  const reply = await fetch(endpoint, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: reply.status, text: await reply.text() };
}

function tell(text, wrong = false) {
  status.textContent = text;
  status.classList.toggle("wrong", wrong);
}

function pretty(text) {
  // Indented as it stands, so that no number loses digits in the reading.
  let out = "", depth = 0;
  const line = () => "\n" + "  ".repeat(depth);
  for (const part of text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? []) {
    if (part === "{" || part === "[") { depth += 1; out += part + line(); }
    else if (part === "}" || part === "]") {
      depth -= 1;
      out = /[{[]\s*$/.test(out) ? out.trimEnd() + part : out + line() + part;
    } else out += part === "," ? "," + line() : part === ":" ? ": " : part;
  }
  return out;
}

function operationNames() {
  const code = query.value.replace(/#.*|"""[^]*?"""|"(?:[^"\\\n]|\\.)*"/g, "");
  return [...code.matchAll(/\b(?:query|mutation|subscription)\s+([A-Za-z_]\w*)/g)].map((match) => match[1]);
}

function offerOperations() {
  const names = operationNames();
  const chosen = operation.value;
  operation.replaceChildren(...names.map((name) => make("option", { value: name, textContent: name })));
  if (names.includes(chosen)) operation.value = chosen;
  operation.parentElement.hidden = names.length < 2;
}

async function ask() {
  let given = {};
  try {
    if (variables.value.trim() !== "") given = JSON.parse(variables.value);
  } catch (error) {
    tell("The variables are no JSON: " + error.message, true);
    variables.focus();
    return;
  }
  sessionStorage.setItem(saved.query, query.value);
  sessionStorage.setItem(saved.variables, variables.value);
  run.setAttribute("aria-busy", "true");
  const began = performance.now();
  try {
    const body = { query: query.value, variables: given };
    if (!operation.parentElement.hidden) body.operationName = operation.value;
    const reply = await post(body);
    const ms = Math.round(performance.now() - began);
    answer.textContent = pretty(reply.text);
    const failed = reply.status >= 400 || /^\s*\{\s*"errors"|"errors":\[\{"message"/.test(reply.text);
    tell("Status " + reply.status + ", " + ms + " ms, " + reply.text.length.toLocaleString() + " characters" + (failed ? ": there are errors" : ""), failed);
  } catch (error) {
    tell("There was no answer: " + error.message, true);
  } finally {
    run.removeAttribute("aria-busy");
  }
}

// ---- the schema

const ref = "fragment r on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }";
const introspection = "{ __schema { queryType { name } mutationType { name } subscriptionType { name } types { kind name description fields(includeDeprecated: true) { name description isDeprecated deprecationReason type { ...r } args { name description type { ...r } } } inputFields { name description type { ...r } } enumValues { name description } } } } " + ref;

const spelled = (type) => type.kind === "NON_NULL" ? spelled(type.ofType) + "!" : type.kind === "LIST" ? "[" + spelled(type.ofType) + "]" : type.name;
const named = (type) => type.ofType ? named(type.ofType) : type;
const isList = (type) => type.kind === "LIST" || (type.kind === "NON_NULL" && isList(type.ofType));

async function loadSchema() {
  schema.replaceChildren(make("p", { textContent: "Reading the schema …" }));
  try {
    const { data, errors } = JSON.parse((await post({ query: introspection })).text);
    if (!data) throw new Error(errors?.[0]?.message ?? "no answer");
    types = new Map(data.__schema.types.map((type) => [type.name, type]));
    roots = ["queryType", "mutationType", "subscriptionType"].flatMap((key) => data.__schema[key]?.name ?? []);
    show(undefined);
  } catch (error) {
    schema.replaceChildren(make("p", { textContent: "The schema cannot be read: " + error.message }));
  }
}

function link(text, act) {
  const button = make("button", { type: "button", className: "link", textContent: text });
  button.addEventListener("click", act);
  return button;
}

function typeLink(type) {
  return link(spelled(type), () => show(named(type).name));
}

function member(field, root) {
  const item = make("li");
  item.append(root ? link(field.name, () => insert(field, root)) : field.name, ": ", typeLink(field.type));
  if (field.description) item.append(make("p", { textContent: field.description }));
  if (field.isDeprecated) item.append(make("p", { textContent: "Deprecated: " + field.deprecationReason }));
  if (field.args?.length) {
    const list = make("ul", { className: "arguments" });
    for (const argument of field.args) list.append(make("li", {}, argument.name, ": ", typeLink(argument.type)));
    item.append(list);
  }
  return item;
}

function show(name) {
  search.value = "";
  trail.replaceChildren(...(name === undefined ? [] : [link("← all", () => show(undefined))]));
  const shown = name === undefined ? roots : [name];
  schema.replaceChildren(...shown.flatMap((one) => {
    const type = types.get(one);
    if (type === undefined) return [];
    const parts = [make("h2", { textContent: type.kind.toLowerCase().replace("_", " ") + " " + type.name })];
    if (type.description) parts.push(make("p", { textContent: type.description }));
    const list = make("ul");
    const root = roots.includes(one) ? one : undefined;
    for (const field of type.fields ?? type.inputFields ?? []) list.append(member(field, root));
    for (const value of type.enumValues ?? []) list.append(make("li", { textContent: value.name }));
    return [...parts, list];
  }));
}

function find() {
  const text = search.value.trim().toLowerCase();
  if (text === "") return show(undefined);
  const list = make("ul");
  for (const type of types.values()) {
    if (type.name.startsWith("__") || list.children.length >= 50) continue;
    if (type.name.toLowerCase().includes(text)) list.append(make("li", {}, link(type.name, () => show(type.name))));
    for (const field of type.fields ?? [])
      if (field.name.toLowerCase().includes(text) && list.children.length < 50)
        list.append(make("li", {}, link(type.name + "." + field.name, () => show(type.name)), ": ", spelled(field.type)));
  }
  trail.replaceChildren();
  schema.replaceChildren(list.children.length ? list : make("p", { textContent: "Nothing is called so." }));
}

/** A question by a field of a root, with its plain fields, as a beginning. */
function insert(field, root) {
  const plain = (type, depth) => {
    const fields = types.get(named(type).name)?.fields;
    if (!fields) return "";
    const own = fields.filter((one) => !types.get(named(one.type).name)?.fields).map((one) => one.name);
    if (own.length === 0 && depth < 2) for (const one of fields.slice(0, 2)) own.push(one.name + plain(one.type, depth + 1));
    return own.length === 0 ? "" : " { " + own.slice(0, 8).join(" ") + " }";
  };
  const needed = field.args.filter((one) => one.type.kind === "NON_NULL").map((one) => one.name + ": ");
  if (isList(field.type) && field.args.some((one) => one.name === "limit")) needed.push("limit: 10");
  const word = root === "Mutation" ? "mutation " : root === "Subscription" ? "subscription " : "";
  query.value = word + "{\n  " + field.name + (needed.length ? "(" + needed.join(", ") + ")" : "") + plain(field.type, 0) + "\n}\n";
  offerOperations();
  query.focus();
}

run.addEventListener("click", ask);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  ask();
});
query.addEventListener("input", offerOperations);
search.addEventListener("input", find);
token.addEventListener("change", loadSchema);
query.value = sessionStorage.getItem(saved.query) ?? "{\n  __typename\n}\n";
variables.value = sessionStorage.getItem(saved.variables) ?? "";
offerOperations();
loadSchema();
`;
