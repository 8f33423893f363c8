// The last of many things, each under a number that is not used again.

export interface Ring<T> {
  add(thing: T): number;
  /** The newest first. */
  list(): readonly (T & { readonly id: number })[];
  find(id: number): (T & { readonly id: number }) | undefined;
  clear(): void;
}

/** @param most Things it holds. */
export function createRing<T extends object>(most: number): Ring<T> {
  let last = 0;
  let things: (T & { readonly id: number })[] = [];
  return {
    add(thing) {
      things.unshift({ ...thing, id: ++last });
      if (things.length > most) things.length = most;
      return last;
    },
    list: () => things,
    find: (id) => things.find((thing) => thing.id === id),
    clear: () => (things = []),
  };
}
