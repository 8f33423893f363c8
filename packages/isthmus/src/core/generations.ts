// A bounded memory of what was used lately. Two generations: what is found in the younger one costs one look, and no change
// of either; what neither holds any more was not used for as long as a whole generation took to fill.

/** Holds between `size` and twice as many entries. */
export class Generations<K, V extends object | string> {
  #younger = new Map<K, V>();
  #older = new Map<K, V>();
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  get(key: K): V | undefined {
    const found = this.#younger.get(key);
    if (found !== undefined) return found;
    const old = this.#older.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: K, value: V): void {
    if (this.#younger.size >= this.#size) {
      this.#older = this.#younger;
      this.#younger = new Map();
    }
    this.#younger.set(key, value);
  }

  clear(): void {
    this.#younger.clear();
    this.#older.clear();
  }
}
