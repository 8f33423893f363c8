// Writes text to a caller at the pace at which he takes it.

import type { ServerResponse } from "node:http";

/** False: he has left, or has taken nothing for longer than the patience. */
export function writeText(response: ServerResponse, text: string, patience: number): Promise<boolean> {
  if (response.destroyed) return Promise.resolve(false);
  if (response.write(text)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      response.destroy();
      end(false);
    }, patience);
    const drained = (): void => end(true);
    const closed = (): void => end(false);
    function end(taken: boolean): void {
      clearTimeout(timer);
      response.off("drain", drained).off("close", closed);
      resolve(taken);
    }
    response.once("drain", drained).once("close", closed);
  });
}
