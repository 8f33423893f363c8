// Which capabilities a statement needs, so that a source which does not declare one is expected to say so.

import type { Capabilities, Statement } from "../../src/core/index.ts";

const signs: readonly (readonly [keyof Capabilities, RegExp])[] = [
  ["relations", /"kind":"(relation|related)"/],
  ["aggregates", /"aggregate":/],
  ["jsonPaths", /"path":/],
  ["casts", /"cast":/],
  ["regularExpressions", /"operator":"i?match"/],
  ["fullText", /"operator":"textSearch/],
  ["exactCount", /"count":"exact"/],
  ["upsert", /"conflict":/],
];

export function needs(statement: Statement): readonly (keyof Capabilities)[] {
  const text = JSON.stringify(statement);
  const shown = signs.flatMap(([capability, sign]) => (sign.test(text) ? [capability] : []));
  const { kind } = statement;
  return kind === "query" || kind === "call" ? shown : [...shown, kind];
}
