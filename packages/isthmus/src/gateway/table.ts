// Numbers of many callers, as many as there may be and no more: whoever comes when all places are taken gets the place of
// one whose numbers say nothing any more, or else of the one that says least.

import { hash } from "node:crypto";
import type { Meter } from "./meter.ts";

export interface Table {
  readonly state: Float64Array;
  /** Where the caller's numbers stand; of one who is new they are all zero. */
  place(key: string, now: number): number;
  readonly size: number;
}

/** Callers are called by texts they may have chosen; longer ones are kept as their hash. */
const longestKey = 128;
/** Places looked at for one that can be given away. */
const looks = 16;
const firstPlaces = 256;

/** @param most Callers that are remembered. */
export function createTable(meter: Meter, most: number): Table {
  const { width } = meter;
  const places = new Map<string, number>();
  const keys: string[] = [];
  let state = new Float64Array(Math.min(firstPlaces, most) * width);
  let hand = 0;

  function take(key: string, now: number): number {
    const index = keys.length < most ? keys.length : freed(now);
    const at = index * width;
    if (at >= state.length) state = grown(state, most * width);
    state.fill(0, at, at + width);
    keys[index] = key;
    places.set(key, at);
    return at;
  }

  function freed(now: number): number {
    let found = hand;
    let least = Number.POSITIVE_INFINITY;
    for (let look = 0; look < looks; look++) {
      const index = hand;
      hand = (hand + 1) % keys.length;
      const over = meter.over(state, index * width, now);
      if (over < least) [found, least] = [index, over];
      if (over <= now) break;
    }
    places.delete(keys[found] ?? "");
    return found;
  }

  return {
    get state() {
      return state;
    },
    place(given, now) {
      const key = given.length > longestKey ? hash("sha256", given, "base64url") : given;
      return places.get(key) ?? take(key, now);
    },
    get size() {
      return places.size;
    },
  };
}

function grown(state: Float64Array, most: number): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(Math.min(most, state.length * 2));
  wider.set(state);
  return wider;
}
