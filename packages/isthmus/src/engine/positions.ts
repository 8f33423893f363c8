// What a caller has written, as positions of the sources he wrote to: told in a header and a cookie, brought back by both,
// so that replicas which have not come so far are passed over. A position that was made up costs its caller the replicas.

import type { Positions, Reply, Request } from "../core/index.ts";

const header = "Isthmus-Position";
const name = header.toLowerCase();
/** Seconds; longer than a replica may lag and stay in the rotation. */
const remembered = 600;
/** Sources and positions; everything that could not have come from here is passed over. */
const one = /^([\w.%~-]{1,128}):([\w/,:*-]{1,256})$/;
const most = 32;
const longest = 4_096;

export interface PositionsOfRequest extends Positions {
  /** The reply with the positions the request has written to. */
  told(reply: Reply): Reply;
  /** A reply that is kept ahead of the COMMIT, whose position nobody knows yet: who gets it keeps to the primary. */
  promised(reply: Reply, source: string): Reply;
}

/** What no replica has ever reached. */
const unknown = "*";

export function positionsOf(request: Request): PositionsOfRequest {
  let brought: readonly ReadonlyMap<string, string>[] | undefined;
  let written: Map<string, string> | undefined;
  const read = () => (brought ??= [request.headers[name], cookieOf(request.headers["cookie"])].flatMap(parse));
  return {
    after: (source) => read().flatMap((positions) => positions.get(source) ?? []),
    wrote: (source, position) => void (written ??= new Map()).set(source, position),
    told: (reply) => (written === undefined ? reply : withToken(reply, print([...read(), written]), request.base)),
    promised: (reply, source) => withToken(reply, print([...read(), new Map([[source, unknown]])]), request.base),
  };
}

function withToken(reply: Reply, token: string, base: string): Reply {
  const secure = base.startsWith("https:") ? "; Secure" : "";
  // Of all paths: what was written by one interface is read by another.
  const cookie = `${name}=${token}; Path=/; Max-Age=${remembered}; HttpOnly; SameSite=Lax${secure}`;
  const headers: Record<string, string | readonly string[]> = { ...reply.headers, [header]: token };
  const place = Object.keys(headers).find((key) => key.toLowerCase() === "set-cookie");
  headers[place ?? "Set-Cookie"] = place === undefined ? cookie : [headers[place] ?? [], cookie].flat();
  return { ...reply, headers };
}

/** `shop:0/3000148&archive:…`, which may stand in a cookie as it is. The later ones win. */
function print(all: readonly ReadonlyMap<string, string>[]): string {
  const merged = new Map(all.flatMap((positions) => [...positions]));
  return [...merged]
    .slice(-most)
    .map(([source, position]) => `${encodeURIComponent(source)}:${position}`)
    .join("&");
}

function parse(text: string | undefined): readonly ReadonlyMap<string, string>[] {
  if (text === undefined || text.length > longest) return [];
  const found = new Map<string, string>();
  for (const part of text.split("&", most)) {
    const match = one.exec(part.trim());
    if (match !== null) found.set(decoded(match[1] ?? ""), match[2] ?? "");
  }
  return [found];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function cookieOf(header: string | undefined): string | undefined {
  const part = header?.split(";").find((pair) => pair.trimStart().startsWith(`${name}=`));
  return part?.slice(part.indexOf("=") + 1).trim();
}
