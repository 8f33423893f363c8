// In charge of the browser's database as a store: larger than localStorage, and there in workers.

import type { KeyValueStore } from "./key-value.ts";

/** @param name Of the database. Default: `isthmus`. */
export function indexedDbStore(name = "isthmus"): KeyValueStore {
  let opened: Promise<IDBDatabase> | undefined;
  const open = (): Promise<IDBDatabase> =>
    (opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => void request.result.createObjectStore("texts");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error("IndexedDB cannot be opened"));
    }));

  async function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const transaction = (await open()).transaction("texts", mode);
    const request = work(transaction.objectStore("texts"));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("IndexedDB refused"));
    });
  }

  return {
    get: (key) => run("readonly", (store) => store.get(key) as IDBRequest<string | undefined>),
    async set(key, value) {
      await run("readwrite", (store) => store.put(value, key));
    },
    async remove(key) {
      await run("readwrite", (store) => store.delete(key) as IDBRequest<unknown>);
    },
  };
}
