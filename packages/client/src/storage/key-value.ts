// In charge of the one port to storage there is: a few texts by key. `localStorage` and React Native's AsyncStorage fit
// with `webStore`; IndexedDB has a store of its own.

type Awaitable<T> = T | Promise<T>;

export interface KeyValueStore {
  get(key: string): Awaitable<string | null | undefined>;
  set(key: string, value: string): Awaitable<void>;
  remove(key: string): Awaitable<void>;
}

/** What `localStorage`, `sessionStorage` and AsyncStorage have in common. */
export interface WebStorage {
  getItem(key: string): Awaitable<string | null>;
  setItem(key: string, value: string): Awaitable<void>;
  removeItem(key: string): Awaitable<void>;
}

/** @example webStore(localStorage) */
export function webStore(storage: WebStorage): KeyValueStore {
  return {
    get: (key) => storage.getItem(key),
    set: (key, value) => storage.setItem(key, value),
    remove: (key) => storage.removeItem(key),
  };
}

/** Forgets everything with the program. */
export function memoryStore(): KeyValueStore {
  const kept = new Map<string, string>();
  return {
    get: (key) => kept.get(key),
    set: (key, value) => void kept.set(key, value),
    remove: (key) => void kept.delete(key),
  };
}
