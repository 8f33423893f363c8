// In charge of what a question reads: its resource and all that is embedded in it, by the relations of the catalog's shape.

import type { CatalogShape } from "../catalog.ts";

/** Stands for a resource that cannot be told: the question may read any. */
export const any = "*";

/** Ids of the resources that a question reads. */
export function resourcesRead(resource: string, path: string, shape: CatalogShape | undefined): ReadonlySet<string> {
  const select = new URLSearchParams(path.slice(path.indexOf("?") + 1)).get("select") ?? "*";
  const found = new Set([resource]);
  const inside = [resource];
  for (const { text, end } of words(select)) {
    if (end === "(") {
      const target = targetOf(inside.at(-1) ?? any, text, shape);
      found.add(target);
      inside.push(target);
    } else if (end === ")") inside.pop();
  }
  return found;
}

/** Names at the top of a `select`, as they stand in a row; undefined where all fields are asked for. */
export function namesSelected(path: string): readonly string[] | undefined {
  const select = new URLSearchParams(path.slice(path.indexOf("?") + 1)).get("select") ?? "*";
  const names: string[] = [];
  let depth = 0;
  for (const { text, end } of words(select)) {
    const name = text.trim();
    if (depth === 0 && name !== "") {
      if (name === "*" || name.startsWith("...")) return undefined;
      names.push(nameOf(name));
    }
    depth += end === "(" ? 1 : end === ")" ? -1 : 0;
  }
  return names;
}

/** The words of a `select` with what ends each. `price.sum()` is one word. */
function* words(select: string): Generator<{ readonly text: string; readonly end: "(" | ")" | "," | "" }> {
  let text = "";
  let quoted = false;
  for (let at = 0; at < select.length; at++) {
    const letter = select[at] ?? "";
    if (letter === '"') quoted = !quoted;
    if (quoted || !"(),".includes(letter)) text += letter;
    else if (letter === "(" && select[at + 1] === ")") {
      text += "()";
      at += 1;
    } else {
      yield { text, end: letter as "(" | ")" | "," };
      text = "";
    }
  }
  yield { text, end: "" };
}

/** `alias:relation!hint` leads to a resource by its relation's name, or is the name of the resource itself. */
function targetOf(from: string, word: string, shape: CatalogShape | undefined): string {
  const bare = word.trim().replace(/^\.\.\./, "");
  const name = unquoted((bare.split(":").at(-1) ?? bare).split("!")[0] ?? bare);
  if (shape === undefined) return any;
  const relations = Object.hasOwn(shape, from) ? shape[from]?.relations : undefined;
  const target = relations !== undefined && Object.hasOwn(relations, name) ? relations[name] : undefined;
  return target ?? (Object.hasOwn(shape, name) ? name : any);
}

/** `alias:field->path::type` stands in a row as its alias, or as the last name of its path. */
function nameOf(word: string): string {
  const plain = word.replace(/::.*$/, "");
  const colon = plain.indexOf(":");
  if (colon >= 0) return unquoted(plain.slice(0, colon));
  return unquoted(plain.split("!")[0]?.split(/->>?/).at(-1) ?? plain)
    .replace(/^.*\.(\w+)\(\)$/, "$1")
    .replace("()", "");
}

function unquoted(name: string): string {
  return name.trim().replace(/^"(.*)"$/, "$1");
}
