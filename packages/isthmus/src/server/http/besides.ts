// Several that take requests ahead of all interfaces, as one: the first that wants a request takes it.

import type { Beside } from "./options.ts";

/** @returns The option, or nothing where there are none. */
export function besides(...given: readonly (Beside | undefined)[]): { readonly beside?: Beside } {
  const all = given.filter((one) => one !== undefined);
  const [only] = all;
  if (only === undefined) return {};
  if (all.length === 1) return { beside: only };
  const takerOf = (url: string): Beside | undefined => all.find((one) => one.wants(url));
  return {
    beside: {
      wants: (url) => takerOf(url) !== undefined,
      handle: (message, response) => takerOf(message.url ?? "/")?.handle(message, response),
    },
  };
}
