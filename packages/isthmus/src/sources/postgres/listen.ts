// What the database tells by NOTIFY: one connection for all channels of a source, opened with the first subscription and
// opened again whenever it is lost.

import type { Heard, Subscription } from "../../core/index.ts";
import type { Connection } from "./connect.ts";
import type { Step } from "./exchange.ts";
import { ping } from "./statements.ts";

/** Milliseconds before a lost connection is opened again: doubled from the first to the last. */
const firstPause = 250;
const longestPause = 4_000;
/** Milliseconds between signs of life: a silent network gives none, and nobody else speaks on this connection. */
const lifeEvery = 15_000;
/** Milliseconds such a sign may take. */
const patience = 5_000;
/** PostgreSQL cuts longer names, and would then listen to another channel than the one that was meant. */
const longestChannel = 63;

export interface Listener {
  /** @throws RangeError for a name that PostgreSQL would cut or refuse. */
  subscribe(channel: string, heard: Heard): Subscription;
  close(): Promise<void>;
}

interface Channel {
  readonly hearers: Set<Heard>;
  ready: Promise<void>;
  confirm: () => void;
  confirmed: boolean;
}

/** `open` rejects while the database cannot be reached; that is tried again, and never an error for a subscriber. */
export function openListener(open: () => Promise<Connection>, warn: (message: string) => void): Listener {
  const channels = new Map<string, Channel>();
  let connection: Connection | undefined;
  let pause = firstPause;
  let retry: NodeJS.Timeout | undefined;
  let life: NodeJS.Timeout | undefined;
  let opening: Promise<void> | undefined;
  let closed = false;

  function tell(hearers: Iterable<Heard>, how: (heard: Heard) => void): void {
    for (const heard of hearers) {
      try {
        how(heard);
      } catch (error) {
        warn(`a subscriber to notifications failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  async function connect(): Promise<void> {
    const fresh = await open();
    if (closed || channels.size === 0) return fresh.end();
    fresh.onNotified((name, payload) => tell(channels.get(name)?.hearers ?? [], (heard) => heard.notified(payload)));
    fresh.onLost(() => lose(fresh));
    connection = fresh;
    await Promise.all([...channels].map(([name, channel]) => listen(fresh, name, channel)));
    pause = firstPause;
    watchLife(fresh);
  }

  async function listen(on: Connection, name: string, channel: Channel): Promise<void> {
    await on.run([order("listen", name)]);
    channel.confirmed = true;
    channel.confirm();
    tell(channel.hearers, (heard) => heard.resumed?.());
  }

  function lose(gone: Connection): void {
    if (connection !== gone) return;
    connection = undefined;
    for (const channel of channels.values()) if (channel.confirmed) renew(channel);
    if (opening === undefined) later();
  }

  function start(): void {
    opening ??= connect().then(
      () => void (opening = undefined),
      () => {
        opening = undefined;
        connection?.destroy();
        connection = undefined;
        later();
      },
    );
  }

  function later(): void {
    clearTimeout(life);
    if (closed || channels.size === 0 || retry !== undefined) return;
    // A part of the pause is left to chance, so that many servers do not come back in the same moment.
    retry = setTimeout(
      () => {
        retry = undefined;
        start();
      },
      pause * (0.75 + Math.random() / 4),
    ).unref();
    pause = Math.min(pause * 2, longestPause);
  }

  function watchLife(on: Connection): void {
    clearTimeout(life);
    life = setTimeout(() => {
      const late = setTimeout(() => on.destroy(), patience).unref();
      on.run([ping]).then(
        () => {
          clearTimeout(late);
          if (on === connection) watchLife(on);
        },
        () => on.destroy(),
      );
    }, lifeEvery).unref();
  }

  function join(name: string): Channel {
    const channel: Channel = { hearers: new Set(), ready: Promise.resolve(), confirm: () => {}, confirmed: false };
    renew(channel);
    channels.set(name, channel);
    if (connection === undefined) start();
    else void listen(connection, name, channel).catch(() => connection?.destroy());
    return channel;
  }

  function leave(name: string, heard: Heard): void {
    const channel = channels.get(name);
    if (channel === undefined || !channel.hearers.delete(heard) || channel.hearers.size > 0) return;
    channels.delete(name);
    if (channels.size > 0) connection?.run([order("unlisten", name)]).catch(() => {});
    else void hangUp();
  }

  async function hangUp(): Promise<void> {
    clearTimeout(retry);
    clearTimeout(life);
    retry = undefined;
    const last = connection;
    connection = undefined;
    await last?.end();
  }

  return {
    subscribe(name, heard) {
      if (name === "" || name.includes("\0") || Buffer.byteLength(name) > longestChannel)
        throw new RangeError(`a channel's name has 1 to ${longestChannel} bytes`);
      // A copy, so that one handler may subscribe twice and leave once.
      const own = { ...heard };
      const channel = channels.get(name) ?? join(name);
      channel.hearers.add(own);
      return { ready: channel.ready, stop: () => leave(name, own) };
    },
    async close() {
      closed = true;
      channels.clear();
      await hangUp();
      await opening;
    },
  };
}

function renew(channel: Channel): void {
  const { promise, resolve } = Promise.withResolvers<void>();
  channel.ready = promise;
  channel.confirm = resolve;
  channel.confirmed = false;
}

function order(verb: "listen" | "unlisten", channel: string): Step {
  return { prepared: { name: "", text: `${verb} "${channel.replaceAll('"', '""')}"` }, values: [] };
}
