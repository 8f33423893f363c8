// Entity tags on what was read, and 304 for a caller who has it already (RFC 9110, 13.1.2: weak comparison).

import type { Reply } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import { entityTag } from "../entity-tag.ts";

/** Headers about the body that is not sent. */
const aboutBody: ReadonlySet<string> = new Set(["content-type", "content-range"]);

/** `longest`: a longer body is tagged for a caller who has sent a tag himself, and for nobody else. */
export function withEntityTag(
  reply: Reply & { readonly headers: Record<string, string> },
  context: RestContext,
  longest: number,
): Reply {
  const { body } = reply;
  if (typeof body !== "string" || (body.length > longest && context.ifNoneMatch === undefined)) return reply;
  const tag = entityTag(body);
  if (context.ifNoneMatch !== undefined && context.ifNoneMatch.some((held) => matches(held, tag))) {
    const kept = Object.entries(reply.headers).filter(([name]) => !aboutBody.has(name));
    return { status: 304, headers: { ...Object.fromEntries(kept), etag: tag }, body: null };
  }
  reply.headers["etag"] = tag;
  return reply;
}

function matches(held: string, tag: string): boolean {
  return held === "*" || opaque(held) === opaque(tag);
}

function opaque(tag: string): string {
  return tag.startsWith("W/") ? tag.slice(2) : tag;
}
