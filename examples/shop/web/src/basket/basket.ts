// The basket: kept in this browser, in step between its windows. Prices and stock are the server's to say; what is kept
// here is shown until it does.

import { useSyncExternalStore } from "react";

export interface Line {
  readonly id: number;
  readonly name: string;
  readonly slug: string;
  readonly price: number;
  readonly currency: string;
  readonly image: string | null;
  readonly attributes: unknown;
  readonly quantity: number;
}

const place = "basket";
const most = 99;
const listeners = new Set<() => void>();
let lines: readonly Line[] = read();

function read(): readonly Line[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isLine) : [];
  } catch {
    return [];
  }
}

function isLine(value: unknown): value is Line {
  if (typeof value !== "object" || value === null) return false;
  const { id, name, price, quantity } = value as Partial<Line>;
  return Number.isInteger(id) && typeof name === "string" && typeof price === "number" && Number.isInteger(quantity);
}

function become(next: readonly Line[]): void {
  lines = next;
  try {
    localStorage.setItem(place, JSON.stringify(next));
  } catch {
    // Without storage it lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

addEventListener("storage", (event) => {
  if (event.key !== place) return;
  lines = read();
  for (const listener of listeners) listener();
});

export function put(line: Omit<Line, "quantity">, quantity = 1): void {
  const held = lines.find(({ id }) => id === line.id)?.quantity ?? 0;
  const next = { ...line, quantity: Math.min(most, held + quantity) };
  become([...lines.filter(({ id }) => id !== line.id), next]);
}

/** None takes the line out. */
export function setQuantity(id: number, quantity: number): void {
  become(
    quantity <= 0
      ? lines.filter((line) => line.id !== id)
      : lines.map((line) => (line.id === id ? { ...line, quantity: Math.min(most, quantity) } : line)),
  );
}

export function empty(): void {
  become([]);
}

export function useBasket(): readonly Line[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lines,
  );
}

export function sumOf(all: readonly Line[]): number {
  return Math.round(all.reduce((sum, { price, quantity }) => sum + price * 100 * quantity, 0)) / 100;
}

export function countOf(all: readonly Line[]): number {
  return all.reduce((sum, { quantity }) => sum + quantity, 0);
}
