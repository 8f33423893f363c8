// The sandbox: stands in place of everybody else's APIs, for as long as the process lives. It keeps the simulators' state, what was
// asked, what would have been sent, and which faults strike.

import { systemClock } from "../http/clock.ts";
import type { HttpAnswer, HttpCall } from "../http/exchange.ts";
import type { DescribedAnswers, Outside } from "../http/outside.ts";
import { answerCall, type Answered } from "./answer-call.ts";
import { createFaults, type Faults } from "./faults.ts";
import { createLetterbox, type Letterbox } from "./inbox.ts";
import type { Recordings } from "./recordings.ts";
import { createRedaction, type Redaction } from "./redact.ts";
import { createRing, type Ring } from "./ring.ts";
import type { LocalPage, LocalStep, OpenSimulator, Simulator, Webhook } from "./simulator.ts";

export interface PartyOptions {
  readonly kind: string;
  readonly simulator?: Simulator | undefined;
  /** One that is known by the API's origin, where there is none yet. */
  readonly simulatorAt?: ((origin: string) => Simulator | undefined) | undefined;
  readonly recordings?: Recordings | undefined;
  readonly match: "exact" | "shape";
  /** Nothing but recordings answers. */
  readonly onlyRecordings: boolean;
  /** Values that are shown and kept nowhere. */
  readonly secrets: readonly string[];
  readonly ignore: readonly string[];
  readonly webhooks: { readonly url?: string | undefined; readonly secret: string };
}

export interface Seen {
  readonly source: string;
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly at: number;
  readonly ms: number;
  readonly by: Answered["by"] | "nobody" | "fault";
  readonly status?: number;
  /** Why there was no answer. */
  readonly failure?: string;
  readonly faults: readonly string[];
  readonly request: string;
  readonly answer: string;
}

export type Sent = Webhook & { readonly source: string; readonly at: number };

export interface Sandbox {
  /** What stands outside for one source. Opened again under its name, it keeps its state while its simulator is the same. */
  party(name: string, options: PartyOptions): Outside;
  readonly parties: () => readonly {
    readonly name: string;
    readonly kind: string;
    readonly answers: readonly string[];
  }[];
  readonly faults: Faults;
  readonly seen: Ring<Seen>;
  readonly letterbox: Letterbox;
  readonly outbox: Ring<Sent>;
  /** Where our own server is, for links that simulators give. */
  origin: string;
  page(source: string, path: string, chosen: string | undefined): LocalPage | LocalStep | undefined;
  /** Everything as it was at first, faults included. */
  reset(): void;
}

/** Characters of a body that is shown. */
const shown = 4_000;

interface Party {
  options: PartyOptions;
  open: OpenSimulator | undefined;
  described: DescribedAnswers | undefined;
}

export function createSandbox(clock: Pick<typeof systemClock, "now" | "wall" | "sleep"> = systemClock): Sandbox {
  const parties = new Map<string, Party>();
  const faults = createFaults();
  const seen = createRing<Seen>(200);
  const letterbox = createLetterbox();
  const outbox = createRing<Sent>(200);

  function openSimulator(source: string, { simulator, webhooks }: PartyOptions): OpenSimulator | undefined {
    let count = 0;
    return simulator?.open({
      source,
      now: () => clock.wall(),
      next: () => ++count,
      link: (path) => `${sandbox.origin}/sandbox/at/${source}${path}`,
      webhooks,
      inbox: letterbox,
      deliver: (webhook) =>
        void outbox.add({
          source,
          at: clock.wall(),
          ...(webhooks.url === undefined ? {} : { url: webhooks.url }),
          ...webhook,
        }),
    });
  }

  async function answer(name: string, party: Party, redaction: Redaction, call: HttpCall): Promise<HttpAnswer> {
    const begun = clock.now();
    const at = clock.wall();
    party.open ??= openSimulator(name, { ...party.options, simulator: party.options.simulatorAt?.(call.origin) });
    const struck = faults.strike(name, call.operation);
    const note = (rest: Pick<Seen, "by" | "status" | "failure" | "answer">): void => {
      seen.add({
        source: name,
        operation: call.operation,
        method: call.method,
        url: redaction.text(call.origin) + redaction.path(call.path),
        at,
        ms: Math.round(clock.now() - begun),
        faults: struck.map(({ kind }) => kind),
        request: excerpt(call.body, call.headers["content-type"], redaction),
        ...rest,
      });
    };
    try {
      const { by, answer: given } = await answerCall(party, call, struck, redaction, clock, name);
      note({ by, status: given.status, answer: excerpt(given.body, given.headers["content-type"], redaction) });
      return given;
    } catch (failure) {
      const message = failure instanceof Error ? failure.message : String(failure);
      note({ by: struck.length > 0 ? "fault" : "nobody", failure: message, answer: "" });
      throw failure;
    }
  }

  const sandbox: Sandbox = {
    faults,
    seen,
    letterbox,
    outbox,
    origin: "http://127.0.0.1:4000",
    party(name, options) {
      const before = parties.get(name);
      const same = before !== undefined && before.options.simulator === options.simulator;
      const party: Party = { options, open: same ? before.open : openSimulator(name, options), described: undefined };
      parties.set(name, party);
      const redaction = createRedaction(options.secrets, options.ignore);
      return {
        answer: (call) => answer(name, party, redaction, call),
        learn: (described) => (party.described = described),
      };
    },
    parties: () =>
      [...parties].map(([name, { options, open, described }]) => ({
        name,
        kind: options.kind,
        answers: [
          ...(open === undefined || options.onlyRecordings ? [] : [open.title]),
          ...(options.recordings === undefined ? [] : ["recordings"]),
          ...(described === undefined || options.onlyRecordings ? [] : ["its description"]),
        ],
      })),
    page: (source, path, chosen) => parties.get(source)?.open?.page(path, chosen),
    reset() {
      for (const [name, party] of parties) party.open = openSimulator(name, party.options);
      for (const ring of [seen, outbox]) ring.clear();
      letterbox.clear();
      faults.clear();
    },
  };
  return sandbox;
}

function excerpt(body: string | Uint8Array | undefined, contentType: string | undefined, redaction: Redaction): string {
  if (body === undefined || body.length === 0) return "";
  // Redacted as a whole: half a secret is none that would be found.
  if (body.length > 1_048_576) return `(${body.length} bytes)`;
  const text = redaction.body(Buffer.from(body).toString(), contentType);
  return text.length > shown ? `${text.slice(0, shown)} …` : text;
}
