// Pieces of SQL: text written by us and parameters. A value can never become text, since nothing here takes a string but
// the template itself and `raw`, which is for names that a dialect has quoted and for words of ours.

import type { Parameter, SqlText } from "./command.ts";

export interface Fragment {
  readonly parts: readonly (string | Parameter)[];
}

export const empty: Fragment = { parts: [] };

/** SQL with other fragments in it. */
export function sql(strings: TemplateStringsArray, ...inserts: readonly Fragment[]): Fragment {
  const parts: (string | Parameter)[] = [];
  strings.forEach((text, index) => {
    if (text !== "") parts.push(text);
    const insert = inserts[index];
    if (insert !== undefined) for (const part of insert.parts) parts.push(part);
  });
  return { parts };
}

/** Text that stands in the SQL as it is. Never anything of a caller. */
export function raw(text: string): Fragment {
  return { parts: [text] };
}

export function parameter(value: Parameter): Fragment {
  return { parts: [value] };
}

export function join(fragments: readonly Fragment[], separator: string): Fragment {
  const parts: (string | Parameter)[] = [];
  fragments.forEach((fragment, index) => {
    if (index > 0) parts.push(separator);
    for (const part of fragment.parts) parts.push(part);
  });
  return { parts };
}

/** A whole number of ours, written out. */
export function whole(value: number): Fragment {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number`);
  return raw(String(value));
}

/**
 * The text with its placeholders. Equal parameters share one, so that an expression with a parameter is the same
 * expression wherever it stands (GROUP BY); parameters of different types never do, since PostgreSQL gives each
 * placeholder one type.
 */
export function render(fragment: Fragment, placeholder: (position: number) => string): SqlText {
  const positions = new Map<string, number>();
  const parameters: Parameter[] = [];
  let text = "";
  for (const part of fragment.parts) {
    if (typeof part === "string") {
      text += part;
      continue;
    }
    const key = JSON.stringify([
      part.value,
      part.as,
      part.type?.name,
      part.type?.native,
      part.member,
      part.most,
      part.more,
    ]);
    let position = positions.get(key);
    if (position === undefined) {
      position = parameters.push(part);
      positions.set(key, position);
    }
    text += placeholder(position);
  }
  return { text, parameters };
}

/** A name for the text: two FNV-like hashes of 53 bits and the length, so that two texts of one name are not to be feared. */
export function nameOf(text: string): string {
  return `isthmus_${hash(text, 0)}${hash(text, 0x9e3779b9)}${text.length.toString(36)}`;
}

function hash(text: string, seed: number): string {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (high >>> 0).toString(36).padStart(7, "0") + (low >>> 0).toString(36).padStart(7, "0");
}
