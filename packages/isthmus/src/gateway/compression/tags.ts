// Entity tags of encoded answers. A strong tag stands for bytes, so that each encoding has its own: the tag of the answer as
// it is, with the encoding behind it.

import type { Encoding } from "./negotiate.ts";

const suffixed = /-(zstd|br|gzip)"/g;

/** A weak tag stands for what is meant, however it is encoded. */
export function tagOf(tag: string, encoding: Encoding): string {
  return tag.startsWith('"') ? `${tag.slice(0, -1)}-${encoding}"` : tag;
}

/** Tags of a header as the interface knows them. `only`: of this encoding; others stay, and fit nothing. */
export function plainTags(header: string, only?: Encoding): string {
  return header.replace(suffixed, (whole, encoding) => (only === undefined || encoding === only ? '"' : whole));
}
