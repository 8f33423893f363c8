// A service behind this server: its instances, those of its next version, and the requests that are on their way to them.

import type { Record } from "../core/observation.ts";
import type { UpstreamOptions } from "../core/routes-configuration.ts";
import { createChain } from "../core/chain.ts";
import { createChoose } from "./choose.ts";
import { openConnections } from "./connect.ts";
import { createInstance, type Changed, type Instance } from "./instance.ts";
import { startProbes } from "./probe.ts";
import { stops } from "./problems.ts";
import { Relay, type RelayGround, type Task } from "./relay.ts";
import { createRetryBudget } from "./retry-budget.ts";
import { settingsOf, type Instanced } from "./settings.ts";
import type { Tunnels } from "./tunnel.ts";

export interface UpstreamContext {
  /** For the log. */
  readonly name: string;
  readonly record: Record;
  /** The route's prefix, where it is not the service's own. */
  readonly prefix: string;
  readonly answers: { readonly own: Readonly<{ [name: string]: string | false }>; readonly cors: boolean };
}

export interface Upstream {
  /** @param side Which instances are asked, where there are those of a next version. */
  relay(task: Task, side?: "main" | "canary"): void;
  /** From 0 to 1, of callers who are on the other side. */
  readonly canaryShare: number;
  /** Requests that are under way. */
  readonly size: number;
  /** Ends what has no end of its own. */
  endStreams(): void;
  /** Ends whatever is still under way. */
  abandon(): void;
  close(): Promise<void>;
}

/** Milliseconds. */
const tick = 250;

/** @throws Error where a certificate or key cannot be used. */
export async function openUpstream(options: UpstreamOptions, context: UpstreamContext): Promise<Upstream> {
  const settings = settingsOf(options);
  const connections = await openConnections(settings, options.tls);
  const relays = createChain<Relay>();
  const tunnels: Tunnels = new Set();
  let now = performance.now();
  const told: Changed = (what, instance) =>
    context.record({ kind: "warning", message: `${context.name}: ${instance} ${sentences[what]}` });
  const open = ({ origin, weight }: Instanced): Instance =>
    createInstance(origin, weight, connections.pool(origin), settings.instance, () => performance.now(), told);
  const main = settings.main.map(open);
  const canary = settings.canary.map(open);
  const stopProbes =
    settings.probe && startProbes([...main, ...canary], settings.probe, connections.ask, () => performance.now());
  const budget = createRetryBudget(settings.retryShare);
  const chooseMain = createChoose(main, options.balance);
  const chooseCanary = createChoose(canary, options.balance);
  const rules = new Map(
    [...main, ...canary].map((one) => [one, { ...context.answers, origin: one.origin, instead: context.prefix }]),
  );
  const common: Omit<RelayGround, "choose"> = {
    attempts: settings.attempts,
    statuses: settings.statuses,
    budget,
    timeout: settings.timeout,
    largestBody: settings.body,
    // oxlint-disable-next-line typescript/no-non-null-assertion -- the map has every instance there is
    answerRules: (instance) => rules.get(instance)!,
    tunnels,
    now: () => now,
    left: relays.delete,
  };
  const grounds: Readonly<{ [side in "main" | "canary"]: RelayGround }> = {
    main: { ...common, choose: chooseMain },
    // Whoever is on the other side is served all the same when nobody is well there.
    canary: {
      ...common,
      choose: (asked) => {
        const chosen = chooseCanary(asked);
        return chosen === undefined || chosen === "full" ? chooseMain(asked) : chosen;
      },
    },
  };
  const watch = setInterval(() => {
    now = performance.now();
    for (const relay of relays) relay.look(now);
  }, tick).unref();

  return {
    canaryShare: settings.share,
    relay(task, side = "main") {
      budget.deposit();
      const relay = new Relay(task, grounds[side]);
      relays.add(relay);
      relay.start();
    },
    get size() {
      return relays.size;
    },
    endStreams() {
      for (const end of [...tunnels]) end();
      for (const relay of [...relays]) if (relay.endless) relay.fail(stops());
    },
    abandon() {
      for (const end of [...tunnels]) end();
      for (const relay of [...relays]) relay.fail(stops());
    },
    async close() {
      clearInterval(watch);
      stopProbes?.();
      await connections.close();
    },
  };
}

const sentences = {
  "left-out": "fails, and is sent no requests for now",
  back: "answers again",
  down: "does not answer probes as it should, and is sent no requests",
  up: "answers probes again",
} as const;
