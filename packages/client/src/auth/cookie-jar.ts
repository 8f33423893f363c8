// In charge of the session's cookies where `fetch` keeps none itself: Node and edge runtimes. Browsers and React Native keep
// their own, and hide them from programs.

import type { KeyValueStore } from "../storage/key-value.ts";

export interface CookieJar {
  /** The `Cookie` header; undefined without a session. */
  read(): Promise<string | undefined>;
  /** Takes what an answer sets. */
  take(headers: Headers): Promise<void>;
  empty(): Promise<void>;
}

/** @param store Where the cookies lie between two starts of the program. */
export function createCookieJar(store: KeyValueStore, key: string): CookieJar {
  let kept: Promise<string | undefined> | undefined;
  const read = (): Promise<string | undefined> =>
    (kept ??= Promise.resolve(store.get(key)).then((text) => text ?? undefined));

  async function write(header: string | undefined): Promise<void> {
    kept = Promise.resolve(header);
    await (header === undefined ? store.remove(key) : store.set(key, header));
  }

  return {
    read,
    async take(headers) {
      const set = (headers as { getSetCookie?: () => string[] }).getSetCookie?.() ?? [];
      if (set.length === 0) return;
      const cookies = new Map((await read())?.split("; ").map((pair) => split(pair)));
      for (const cookie of set) {
        const [name, value] = split(cookie.split(";", 1)[0] ?? "");
        if (/;\s*max-age=0(?:;|$)/i.test(cookie) || value === "") cookies.delete(name);
        else cookies.set(name, value);
      }
      await write(cookies.size === 0 ? undefined : [...cookies].map((pair) => pair.join("=")).join("; "));
    },
    empty: () => write(undefined),
  };
}

function split(pair: string): [name: string, value: string] {
  const at = pair.indexOf("=");
  return [pair.slice(0, at).trim(), pair.slice(at + 1)];
}
