// An answer of which another source could not give its part: the header says which members are null for that reason.

import type { PartialFailure, Reply } from "../../../core/index.ts";

/** `isthmus-partial: "payment";code="ISTHMUS605";message="…"`: a list of structured fields (RFC 9651). */
export function withPartial(reply: Reply, partial: readonly PartialFailure[]): Reply {
  const members = new Map<string, string>();
  for (const { path, problem } of partial) {
    const relation = path.filter((part) => typeof part === "string").join(".");
    const key = `${relation} ${problem.code}`;
    if (members.size < most && !members.has(key))
      members.set(key, `${quoted(relation)};code=${quoted(problem.code)};message=${quoted(problem.message)}`);
  }
  // What is missing may be there the next time: this is no version of anything.
  const { etag: _etag, ...headers } = reply.headers;
  return { ...reply, headers: { ...headers, "isthmus-partial": [...members.values()].join(", ") } };
}

const most = 20;

/** Other characters than ASCII's are written as in addresses. */
function quoted(text: string): string {
  const plain = text.replaceAll(/[^\u0020-\u007e]/gu, (char) => encodeURIComponent(char.toWellFormed()));
  return `"${plain.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
