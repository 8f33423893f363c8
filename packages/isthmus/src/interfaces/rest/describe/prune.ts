// Leaves out of the document's shared components what nothing in it refers to: a reader who may not write needs no
// words about writing.

import type { Part } from "./document.ts";

type Sections = Readonly<Record<string, Part>>;

const prefix = "#/components/";

/** `roots`: the parts whose references, and those references' own, are kept. */
export function pruned(sections: Sections, roots: unknown): Sections {
  const used = new Set<string>();
  const waiting: unknown[] = [roots];
  const follow = (pointer: string): void => {
    if (used.has(pointer)) return;
    used.add(pointer);
    const [section = "", name = ""] = pointer.slice(prefix.length).split("/");
    waiting.push(sections[section]?.[name]);
  };
  while (waiting.length > 0) collect(waiting.pop(), waiting, follow);
  return Object.fromEntries(
    Object.entries(sections).map(([section, parts]) => {
      const kept = Object.entries(parts).filter(([name]) => used.has(`${prefix}${section}/${name}`));
      return [section, Object.fromEntries(kept)];
    }),
  );
}

function collect(value: unknown, waiting: unknown[], follow: (pointer: string) => void): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    waiting.push(...(value as readonly unknown[]));
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (key === "$ref" && typeof inner === "string") follow(inner);
    // Examples are data: whatever stands in them refers to nothing.
    else if (key !== "example" && key !== "examples") waiting.push(inner);
  }
}
