// A bounded store of a simulator's things: what has not been touched for longest goes when there is no more room.

export interface Shelf<T> extends Iterable<T> {
  readonly size: number;
  get(id: string): T | undefined;
  put(id: string, thing: T): T;
  delete(id: string): boolean;
}

const usual = 1_000;

/** @param most Things it holds. */
export function createShelf<T>(most = usual): Shelf<T> {
  const things = new Map<string, T>();
  const touch = (id: string, thing: T): T => {
    things.delete(id);
    things.set(id, thing);
    return thing;
  };
  return {
    get size() {
      return things.size;
    },
    get(id) {
      const thing = things.get(id);
      return thing === undefined ? undefined : touch(id, thing);
    },
    put(id, thing) {
      touch(id, thing);
      for (const [oldest] of things) {
        if (things.size <= most) break;
        things.delete(oldest);
      }
      return thing;
    },
    delete: (id) => things.delete(id),
    [Symbol.iterator]: () => things.values(),
  };
}
