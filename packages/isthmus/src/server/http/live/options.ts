// What those who listen are given, and when they are given up.

import type { Credentials, Listener, LiveSubscription, Subscribing } from "../../../engine/index.ts";
import type { Principal } from "../../../core/index.ts";

/** The engine's part. */
export interface LiveService {
  subscribe(asked: Subscribing, listener: Listener): LiveSubscription;
  /** Who these credentials stand for. Throws or rejects with a Problem. */
  authenticate(credentials: Credentials): Principal | Promise<Principal>;
}

export interface LiveTimes {
  /** Milliseconds between signs of life. */
  readonly heartbeat: number;
  /** Milliseconds a reader may take nothing while there is something for him; then he is let go. */
  readonly stuck: number;
  /** Milliseconds a socket may take to say who it is. */
  readonly init: number;
  /** Milliseconds the last words are given to arrive when the server stops. */
  readonly farewell: number;
}

export const defaultLiveTimes: LiveTimes = { heartbeat: 15_000, stuck: 30_000, init: 10_000, farewell: 1_000 };

/** Operations one socket may have under way. */
export const operationsPerSocket = 100;
/** Bytes that may wait for a reader before newer answers replace the older ones. */
export const highWater = 65_536;
