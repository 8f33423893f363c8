// Shipping by REST, in the manner of Shippo: shipments with rates, labels, refunds, tracking, signed webhooks.
// Facts of the API: https://docs.goshippo.com/api-reference.

import { defineSimulator } from "../../sources/shared/sandbox/define-simulator.ts";
import type { Shelf } from "../../sources/shared/sandbox/shelf.ts";
import type { SimulatedAnswer, SimulatedCall } from "../../sources/shared/sandbox/simulator.ts";
import { signTimeAndBody } from "../signatures/time-and-body.ts";

type Given = Readonly<Record<string, unknown>>;
interface Rate extends Given {
  readonly object_id: string;
  readonly shipment: string;
}
interface State {
  readonly shipments: Shelf<Given>;
  readonly rates: Shelf<Rate & { readonly refused: boolean }>;
  readonly labels: Shelf<Given>;
}
type Call = SimulatedCall<State>;

/** No carrier brings anything there. */
const nowhere = "00000";

export const shippoSimulator = defineSimulator<State>({
  title: "Shipping, in the manner of Shippo",
  state: ({ shelf }) => ({ shipments: shelf(), rates: shelf(5_000), labels: shelf() }),
  routes: {
    "POST /shipments": known(ship),
    "GET /shipments": known((call) => page(call.state.shipments, call)),
    "GET /shipments/{id}": known(({ state, parameters }) => one(state.shipments, parameters["id"])),
    "POST /transactions": known(buy),
    "GET /transactions": known((call) => page(call.state.labels, call)),
    "GET /transactions/{id}": known(({ state, parameters }) => one(state.labels, parameters["id"])),
    "POST /refunds": known(refund),
    "GET /tracks/{carrier}/{number}": known(track),
  },
});

function known(work: (call: Call) => SimulatedAnswer): (call: Call) => SimulatedAnswer {
  return (call) =>
    /^ShippoToken ./.test(call.headers["authorization"] ?? "")
      ? work(call)
      : { status: 401, body: { detail: "Authentication credentials were not provided." } };
}

function ship(call: Call): SimulatedAnswer {
  const given = objectOf(call.body);
  const parcels = Array.isArray(given["parcels"]) ? given["parcels"].slice(0, 20).map(objectOf) : [];
  const [from, to] = [objectOf(given["address_from"]), objectOf(given["address_to"])];
  const missing = [from, to].some((address) => typeof address["country"] !== "string") || parcels.length === 0;
  if (missing) return { status: 400, body: { __all__: ["address_from, address_to and parcels are needed."] } };
  const id = idOf("shipment", call.next());
  const kilos = Math.ceil(parcels.reduce((sum, parcel) => sum + kilosOf(parcel), 0));
  const abroad = from["country"] !== to["country"];
  const rate = (token: string, name: string, base: number, each: number, days: number): Rate => {
    const made = {
      object_id: idOf("rate", call.next()),
      shipment: id,
      amount: (base + each * kilos + (abroad ? 9 : 0)).toFixed(2),
      currency: "EUR",
      provider: "Sandbox",
      servicelevel: { name, token },
      estimated_days: days + (abroad ? 3 : 0),
      attributes: [],
      test: true,
    };
    call.state.rates.put(made.object_id, { ...made, refused: to["zip"] === nowhere });
    return made;
  };
  const rates = [rate("sandbox_standard", "Standard", 4.5, 0.5, 3), rate("sandbox_express", "Express", 12, 1.5, 1)];
  const later = given["async"] !== false;
  const shipment = { object_id: id, object_created: timeOf(call), status: "SUCCESS", rates, messages: [], test: true };
  call.state.shipments.put(id, shipment);
  return { status: 201, body: later ? { ...shipment, status: "QUEUED", rates: [] } : shipment };
}

function buy(call: Call): SimulatedAnswer {
  const wanted = objectOf(call.body)["rate"];
  const rate = call.state.rates.get(typeof wanted === "string" ? wanted : "");
  if (rate === undefined) return { status: 400, body: { rate: ["There is no rate of this id."] } };
  const number = call.next();
  const id = idOf("transaction", number);
  const common = { object_id: id, object_created: timeOf(call), rate: rate.object_id, test: true };
  const label: Given = rate.refused
    ? {
        ...common,
        status: "ERROR",
        tracking_number: null,
        label_url: null,
        messages: [{ source: "Sandbox", code: "", text: "The carrier does not deliver to this address." }],
      }
    : {
        ...common,
        status: "SUCCESS",
        tracking_number: `SBX${String(number).padStart(9, "0")}`,
        tracking_status: "PRE_TRANSIT",
        tracking_url_provider: "https://sandbox.invalid/track",
        label_url: "https://sandbox.invalid/label.pdf",
        messages: [],
      };
  call.state.labels.put(id, label);
  tell(call, "transaction_created", label);
  return { status: 201, body: label };
}

function refund(call: Call): SimulatedAnswer {
  const wanted = objectOf(call.body)["transaction"];
  const label = call.state.labels.get(typeof wanted === "string" ? wanted : "");
  if (label === undefined) return { status: 400, body: { transaction: ["There is no transaction of this id."] } };
  return {
    status: 201,
    body: { object_id: idOf("refund", call.next()), status: "QUEUED", transaction: wanted, test: true },
  };
}

function track({ state, parameters, now }: Call): SimulatedAnswer {
  const label = [...state.labels].find((each) => each["tracking_number"] === parameters["number"]);
  const status = label === undefined ? "UNKNOWN" : "PRE_TRANSIT";
  const event = { status, status_date: new Date(now()).toISOString(), status_details: "Told by the sandbox." };
  return {
    body: {
      carrier: parameters["carrier"],
      tracking_number: parameters["number"],
      eta: null,
      tracking_status: label === undefined ? null : event,
      tracking_history: label === undefined ? [] : [event],
    },
  };
}

function tell(call: Call, event: string, data: Given): void {
  const body = JSON.stringify({ event, test: true, data });
  const seconds = Math.floor(call.now() / 1000);
  call.deliver({
    event,
    body,
    headers: {
      "content-type": "application/json",
      "shippo-auth-signature": signTimeAndBody(body, seconds, call.webhooks.secret),
    },
  });
}

function page(shelf: Shelf<Given>, { query }: Call): SimulatedAnswer {
  const number = Math.max(1, Number(query["page"]) || 1);
  const size = Math.min(100, Math.max(1, Number(query["results"]) || 25));
  const all = [...shelf].toReversed();
  const rest = all.length > number * size;
  return {
    body: {
      results: all.slice((number - 1) * size, number * size),
      next: rest ? `https://api.goshippo.com/?page=${number + 1}&results=${size}` : null,
    },
  };
}

function one(shelf: Shelf<Given>, id = ""): SimulatedAnswer {
  const found = shelf.get(id);
  return found === undefined ? { status: 404, body: { detail: "Not found." } } : { body: found };
}

function kilosOf({ weight, mass_unit: unit }: Given): number {
  const factors: Readonly<Record<string, number>> = { g: 0.001, kg: 1, lb: 0.4536, oz: 0.02835 };
  return (Number(weight) || 0) * (factors[String(unit)] ?? 1);
}

function idOf(kind: string, number: number): string {
  return `${kind}_sandbox_${number}`;
}

function timeOf({ now }: Call): string {
  return new Date(now()).toISOString();
}

function objectOf(value: unknown): Given {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Given) : {};
}
