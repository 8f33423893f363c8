// Shipping rates, labels and tracking by SOAP: the service that `shipping.wsdl` beside this file describes.

import { defineSimulator } from "../../sources/shared/sandbox/define-simulator.ts";
import type { Shelf } from "../../sources/shared/sandbox/shelf.ts";
import type { SimulatedAnswer, SimulatedCall } from "../../sources/shared/sandbox/simulator.ts";
import { type Element, type Parts, readEnvelope, soap11, writeEnvelope, writeFault } from "./envelope.ts";
import { labelOf } from "./label.ts";

interface Shipment {
  readonly number: string;
  readonly city: string;
  readonly booked: number;
  readonly cancelled: boolean;
}
interface State {
  readonly shipments: Shelf<Shipment>;
}
type Call = SimulatedCall<State>;

const service = "urn:isthmus:shipping:1";
const day = 86_400_000;
/** Grams. */
const heaviest = 31_500;

export const shipping = defineSimulator<State>({
  title: "Shipping by SOAP",
  state: ({ shelf }) => ({ shipments: shelf() }),
  routes: { "POST /soap": answer },
});

class Refused extends Error {}

const operations: Readonly<Record<string, (asked: Element, call: Call) => Parts>> = {
  getRates: (asked) => ({ rate: ratesOf(asked) }),
  createLabel: book,
  cancelLabel: (asked, { state }) => {
    const shipment = shipmentOf(asked, state);
    state.shipments.put(shipment.number, { ...shipment, cancelled: true });
    return { cancelled: !shipment.cancelled };
  },
  track: (asked, { state, now }) => tracked(shipmentOf(asked, state), now()),
};

async function answer(call: Call): Promise<SimulatedAnswer> {
  const headers = { "content-type": "text/xml; charset=utf-8" };
  let namespace = soap11;
  try {
    const asked = await readEnvelope(call.text);
    namespace = asked.namespace;
    const { name } = asked.operation;
    const work = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (work === undefined) throw new Refused(`There is no operation ${name}`);
    return { headers, body: writeEnvelope(namespace, service, `${name}Response`, work(asked.operation, call)) };
  } catch (error) {
    if (error instanceof TypeError) throw error;
    // A fault goes with 500 (SOAP 1.1, section 6.2).
    return {
      status: 500,
      headers,
      body: writeFault(namespace, error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)),
    };
  }
}

function ratesOf(asked: Element): readonly (Parts & { readonly service: string; readonly price: string })[] {
  const country = textAt(partAt(asked, "to"), "country");
  if (!/^[A-Z]{2}$/.test(country)) throw new Refused("country: expected two capital letters");
  const grams = asked.children.filter(({ name }) => name === "parcel").map((parcel) => Number(textAt(parcel, "grams")));
  if (grams.length === 0 || grams.some((one) => !Number.isInteger(one) || one <= 0))
    throw new Refused("parcel: expected at least one, and whole grams above zero");
  const kilos = grams.reduce((sum, one) => sum + one, 0) / 1_000;
  if (grams.some((one) => one > heaviest)) return [];
  const abroad = country === "DE" ? 0 : 6;
  const rate = (name: string, base: number, each: number, days: number) => ({
    service: name,
    price: (base + abroad + each * Math.ceil(kilos)).toFixed(2),
    currency: "EUR",
    days: days + (abroad === 0 ? 0 : 2),
  });
  return [rate("PICKUP", 3.49, 0.4, 3), rate("STANDARD", 4.19, 0.8, 2), rate("EXPRESS", 11.9, 1.6, 1)];
}

function book(asked: Element, { state, next, now }: Call): Parts {
  const wanted = textAt(asked, "service");
  const rate = ratesOf(asked).find((one) => one.service === wanted);
  if (rate === undefined) throw new Refused(`service: ${wanted || "nothing"} is not offered for these parcels`);
  const to = partAt(asked, "to");
  const [name, street, postcode, city] = ["name", "street", "postcode", "city"].map((part) => {
    const text = textAt(to, part);
    if (text === "") throw new Refused(`to: ${part} is missing`);
    return text;
  });
  const number = `SBX${String(next()).padStart(9, "0")}`;
  state.shipments.put(number, { number, city: city ?? "", booked: now(), cancelled: false });
  const label = labelOf([number, wanted, name ?? "", street ?? "", `${postcode} ${city}`, textAt(to, "country")]);
  return { trackingNumber: number, price: rate.price, currency: "EUR", label: label.toString("base64") };
}

/** A day passes between the stations. */
function tracked({ booked, city, cancelled }: Shipment, now: number): Parts {
  if (cancelled) return { status: "CANCELLED", event: [] };
  const stations = [
    { status: "BOOKED", place: undefined },
    { status: "IN_TRANSIT", place: "Sandbox depot" },
    { status: "OUT_FOR_DELIVERY", place: city },
    { status: "DELIVERED", place: city },
  ];
  const reached = stations.slice(0, 1 + Math.floor((now - booked) / day));
  return {
    status: reached.at(-1)?.status ?? "BOOKED",
    event: reached.map((station, at) => ({ time: new Date(booked + at * day).toISOString(), ...station })),
  };
}

function shipmentOf(asked: Element, state: State): Shipment {
  const number = textAt(asked, "trackingNumber");
  const found = state.shipments.get(number);
  if (found === undefined) throw new Refused(`trackingNumber: there is no shipment ${number}`);
  return found;
}

function partAt(element: Element, name: string): Element {
  const found = element.children.find((one) => one.name === name);
  if (found === undefined) throw new Refused(`${name} is missing`);
  return found;
}

function textAt(element: Element, name: string): string {
  return (
    element.children
      .find((one) => one.name === name)
      ?.text.trim()
      .slice(0, 500) ?? ""
  );
}
