// Items in the order in which they were added, each of which can be taken out at once. Unlike a Set it leaves nothing
// behind: the tables a Set has outgrown point at one another, so that one of them in the old generation keeps all later
// ones, and what they hold, from being collected with the young.

/** An item is in one chain at a time. Its links are the chain's business. */
export interface Chained<T> {
  previous: T | undefined;
  next: T | undefined;
  chained: boolean;
}

export interface Chain<T extends Chained<T>> extends Iterable<T> {
  readonly size: number;
  readonly first: T | undefined;
  /** At the end; an item that is in it already stays where it is. */
  add(item: T): void;
  /** Of the item one stands at, while the chain is walked, as well. */
  delete(item: T): void;
}

export function createChain<T extends Chained<T>>(): Chain<T> {
  let size = 0;
  let first: T | undefined;
  let last: T | undefined;
  return {
    get size() {
      return size;
    },
    get first() {
      return first;
    },
    add(item) {
      if (item.chained) return;
      item.chained = true;
      item.previous = last;
      if (last === undefined) first = item;
      else last.next = item;
      last = item;
      size++;
    },
    delete(item) {
      if (!item.chained) return;
      const { previous, next } = item;
      if (previous === undefined) first = next;
      else previous.next = next;
      if (next === undefined) last = previous;
      else next.previous = previous;
      item.chained = false;
      item.previous = undefined;
      item.next = undefined;
      size--;
    },
    *[Symbol.iterator]() {
      for (let item = first; item !== undefined;) {
        const { next } = item;
        yield item;
        item = next;
      }
    },
  };
}
