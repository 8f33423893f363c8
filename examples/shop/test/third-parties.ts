// Other people's APIs for the tests of buying: a payment API that knows calls again by their keys, a carrier, a mailbox. What
// goes wrong is said by the test.

import { openUpstream, type Upstream } from "../../../packages/isthmus/src/sources/shared/http/testing/upstream.ts";

export type Trouble =
  | "none"
  /** It answers that it could not do its work, and has not done it. */
  | "down"
  /** It does its work, and nobody hears of it. */
  | "silent"
  /** It takes the call, and neither does anything nor answers. */
  | "hanging"
  | "refusing";

export interface ThirdParties {
  readonly origin: string;
  /** By the operation. */
  readonly trouble: Map<string, Trouble>;
  /** Cents that are set aside and not given back, and cents that were taken, by the order. */
  readonly held: () => ReadonlyMap<string, number>;
  readonly taken: () => ReadonlyMap<string, number>;
  /** Labels that were not given back, by the order. */
  readonly labels: () => readonly string[];
  readonly mails: readonly string[];
  /** Calls of an operation that have come in. */
  readonly calls: (operation: string) => number;
  close(): Promise<void>;
}

interface Intent {
  readonly id: string;
  readonly order: string;
  readonly amount: number;
  status: "requires_capture" | "requires_action" | "succeeded" | "canceled";
  refunded: boolean;
}

class Refused extends Error {}

export async function openThirdParties(): Promise<ThirdParties> {
  const trouble = new Map<string, Trouble>();
  const intents = new Map<string, Intent>();
  const answers = new Map<string, unknown>();
  const labels = new Map<string, string>();
  const mails: string[] = [];
  const counts = new Map<string, number>();

  const work: Readonly<Record<string, (given: Readonly<Record<string, string>>, id: string) => unknown>> = {
    create({ amount, description, payment_method }) {
      if (payment_method === "pm_declined") throw new Refused("The card has insufficient funds.");
      const status = payment_method === "pm_bank" ? "requires_action" : "requires_capture";
      const intent: Intent = {
        id: `pi_${intents.size + 1}`,
        order: description ?? "",
        amount: Number(amount),
        status,
        refunded: false,
      };
      intents.set(intent.id, intent);
      return shown(intent);
    },
    intent: (_, id) => shown(intentAt(id)),
    capture: (_, id) => changed(id, "requires_capture", "succeeded"),
    cancel: (_, id) => changed(id, intentAt(id).status === "succeeded" ? "canceled" : intentAt(id).status, "canceled"),
    confirm: (_, id) => changed(id, "requires_action", "requires_capture"),
    refund({ payment_intent = "" }) {
      const intent = intentAt(payment_intent);
      if (intent.status !== "succeeded" || intent.refunded) throw new Refused("There is nothing to refund");
      intent.refunded = true;
      return { id: `re_${payment_intent}` };
    },
    getRates: () => [{ service: "STANDARD", price: 4.5, currency: "EUR", days: 2 }],
    createLabel({ reference = "" }) {
      const trackingNumber = `T${labels.size + 1}`;
      labels.set(trackingNumber, reference);
      return { trackingNumber };
    },
    cancelLabel: ({ trackingNumber = "" }) => ({ cancelled: labels.delete(trackingNumber) }),
    send({ to = "", subject = "" }) {
      mails.push(`${to}: ${subject}`);
      return { id: "m" };
    },
  };
  const intentAt = (id: string): Intent => {
    const found = intents.get(id);
    if (found === undefined) throw new Refused(`There is no payment ${id}`);
    return found;
  };
  const changed = (id: string, from: Intent["status"], to: Intent["status"]) => {
    const intent = intentAt(id);
    if (intent.status !== from) throw new Refused(`The payment is ${intent.status}`);
    intent.status = to;
    return shown(intent);
  };
  const shown = ({ id, status }: Intent) => ({
    id,
    status,
    next_action: status === "requires_action" ? { redirect_to_url: { url: `https://bank.example/${id}` } } : null,
  });

  const upstream: Upstream = await openUpstream((asked, response) => {
    const [operation = "", id = ""] = asked.path.slice(1).split("/");
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
    const state = trouble.get(operation) ?? "none";
    const reply = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (state === "hanging") return;
    if (state === "down") return void reply(500, { error: { message: "down" } });
    const key = asked.headers["idempotency-key"];
    const known = typeof key === "string" ? answers.get(key) : undefined;
    try {
      if (state === "refusing") throw new Refused("No");
      const given = { ...Object.fromEntries(new URLSearchParams(asked.body)), ...jsonIn(asked.body) };
      const answer = known ?? work[operation]?.(given, id);
      if (typeof key === "string") answers.set(key, answer);
      if (state === "silent") return void response.destroy();
      reply(200, answer);
    } catch (thrown) {
      reply(402, { error: { message: (thrown as Error).message } });
    }
  });
  const sums = (status: Intent["status"]) =>
    new Map(
      [...intents.values()]
        .filter((one) => one.status === status && !one.refunded)
        .map(({ order, amount }) => [order, amount]),
    );
  return {
    origin: upstream.origin,
    trouble,
    held: () => sums("requires_capture"),
    taken: () => sums("succeeded"),
    labels: () => [...labels.values()],
    mails,
    calls: (operation) => counts.get(operation) ?? 0,
    close: upstream.close,
  };
}

function jsonIn(text: string): Record<string, string> {
  if (!text.startsWith("{")) return {};
  const { parcel, ...rest } = JSON.parse(text) as { readonly parcel?: readonly { readonly reference?: string }[] };
  return { ...(rest as Record<string, string>), reference: parcel?.[0]?.reference ?? "" };
}
