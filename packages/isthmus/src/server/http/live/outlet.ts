// The way out of a socket. While its reader does not keep up, what comes for an operation replaces what still waits for
// it, so that he gets the newest answer and nobody's memory fills with old ones.

import type { WebSocket } from "ws";
import { highWater } from "./options.ts";

export interface Outlet {
  /** Always sent, in order. */
  send(text: string): void;
  /** Sent now or, while the reader is behind, when he has caught up; until then a newer one takes its place. */
  offer(id: string, text: string): void;
  /** The operation has ended: what waits for it is sent ahead of this text, or dropped without one. */
  finish(id: string, text?: string): void;
  /** Milliseconds for which the reader has been behind. */
  stuckFor(now: number): number;
}

export function createOutlet(socket: WebSocket): Outlet {
  const waiting = new Map<string, string>();
  let behindSince: number | undefined;

  function send(text: string): void {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(text, sent);
    if (socket.bufferedAmount <= highWater || behindSince !== undefined) return;
    behindSince = performance.now();
    // Who does not read is not listened to either.
    socket.pause();
  }

  function sent(): void {
    if (behindSince === undefined || socket.bufferedAmount > highWater) return;
    behindSince = undefined;
    if (socket.readyState === socket.OPEN) socket.resume();
    for (const [id, text] of waiting) {
      waiting.delete(id);
      send(text);
      if (behindSince !== undefined) return;
    }
  }

  return {
    send,
    offer(id, text) {
      if (behindSince === undefined) send(text);
      else waiting.set(id, text);
    },
    finish(id, text) {
      const last = waiting.get(id);
      waiting.delete(id);
      if (text === undefined) return;
      if (last !== undefined) send(last);
      send(text);
    },
    stuckFor: (now) => (behindSince === undefined ? 0 : now - behindSince),
  };
}
