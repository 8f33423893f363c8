// A simulator: a few routes and a small state that stand in for somebody else's API. Written by whoever describes the API,
// opened by the sandbox, which keeps its state for as long as the process lives.

import type { Inbox } from "./inbox.ts";
import type { Shelf } from "./shelf.ts";

/** What `defineSimulator` takes. `State` is whatever the routes share. */
export interface SimulatorDefinition<State> {
  /** For the page at `/sandbox`: "Payments, in the manner of Stripe". */
  readonly title: string;
  /** Made when the simulator is opened, and anew when the sandbox is reset. Keep what is many on shelves: they are bounded. */
  readonly state: (tools: { readonly shelf: <T>(most?: number) => Shelf<T> }) => State;
  /**
   * By method and path, below the API's origin: `POST /v1/payment_intents/{id}/confirm`. `{name}` is one segment of the path. The
   * most exact one answers. Two slashes and a host ahead of the path (`POST //auth.example/token`) are of another origin.
   */
  readonly routes: Readonly<Record<string, (call: SimulatedCall<State>) => SimulatedAnswer | Promise<SimulatedAnswer>>>;
  /** Pages of our own server for a person to act on, by path: `/authenticate/{id}`. `call.link(path)` is their address. */
  readonly pages?: Readonly<Record<string, (call: PageCall<State>) => LocalPage | LocalStep | undefined>>;
}

/** What the sandbox gives every route and page. */
export interface Ground {
  /** Name of the source in the configuration. */
  readonly source: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The next of numbers that begin at 1 in every run: for ids. */
  readonly next: () => number;
  /** Address of one of the simulator's pages. */
  readonly link: (path: string) => string;
  /** Puts a webhook into the outbox. */
  readonly deliver: (webhook: Webhook) => void;
  /** Of the source's `sandbox.webhooks`. */
  readonly webhooks: { readonly url?: string | undefined; readonly secret: string };
  readonly inbox: Inbox;
}

export interface Webhook {
  /** What it tells of, for people: `payment_intent.succeeded`. */
  readonly event: string;
  /** Default: the source's `sandbox.webhooks.url`. */
  readonly url?: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface SimulatedCall<State> extends Ground {
  readonly state: State;
  readonly method: string;
  readonly path: string;
  /** Of the route's `{name}`s, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Names that are given several times have their last value. */
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. Credentials among them are placeholders. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; a form as an object, `a[b]` nested; other text as it is. */
  readonly body: unknown;
  readonly text: string;
}

export interface SimulatedAnswer {
  /** Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is sent as it is, bytes too, all else as JSON. Default: nothing. */
  readonly body?: unknown;
}

export interface PageCall<State> extends Ground {
  readonly state: State;
  readonly parameters: Readonly<Record<string, string>>;
  /** What the person chose; absent when the page is only looked at. */
  readonly chosen?: string;
}

/** A page as data: no simulator writes HTML. */
export interface LocalPage {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly choices: readonly { readonly name: string; readonly label: string }[];
  /** Where the choice leads in the end; its origin is where the page's form may go. */
  readonly leadsTo?: string;
}

/** After a choice. */
export interface LocalStep {
  readonly goTo: string;
}

/** Made by `defineSimulator`. */
export interface Simulator {
  readonly title: string;
  readonly open: (ground: Ground) => OpenSimulator;
}

export interface OpenSimulator {
  readonly title: string;
  /** Undefined: it has no such route. */
  readonly answer: (
    call: Omit<SimulatedCall<unknown>, "state" | "parameters" | keyof Ground> & { readonly origin: string },
  ) => Promise<SimulatedAnswer | undefined>;
  readonly page: (path: string, chosen: string | undefined) => LocalPage | LocalStep | undefined;
}
