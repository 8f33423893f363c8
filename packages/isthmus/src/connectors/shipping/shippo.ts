// Shippo: rates, labels, tracking and refunds of many carriers. Facts: https://docs.goshippo.com/api-reference.

import { z } from "zod";
import { defineConnector } from "../define-connector.ts";

const text = { type: "string" } as const;
const maybe = { type: ["string", "null"] } as const;
const id = { ...text, required: true } as const;
const messages = {
  type: "array",
  items: { type: "object", properties: { source: maybe, code: maybe, text: maybe } },
} as const;
const address = {
  type: "object",
  required: ["name", "street1", "city", "country"],
  properties: {
    ...{ name: text, company: text, street1: text, street2: text, city: text, state: text, zip: text },
    ...{
      country: { ...text, minLength: 2, maxLength: 2 },
      phone: text,
      email: text,
      is_residential: { type: "boolean" },
    },
  },
} as const;
const measure = { anyOf: [text, { type: "number" }] } as const;
const parcel = {
  type: "object",
  required: ["length", "width", "height", "distance_unit", "weight", "mass_unit"],
  properties: {
    ...{ length: measure, width: measure, height: measure, weight: measure },
    distance_unit: { type: "string", enum: ["cm", "in", "ft", "m", "mm", "yd"] },
    mass_unit: { type: "string", enum: ["g", "kg", "lb", "oz"] },
  },
} as const;
const rate = {
  type: "object",
  properties: {
    object_id: text,
    amount: { ...text, description: "A decimal number." },
    currency: text,
    provider: text,
    servicelevel: { type: "object", properties: { name: text, token: text } },
    estimated_days: { type: ["integer", "null"] },
    attributes: { type: "array", items: text },
    test: { type: "boolean" },
  },
} as const;
const shipment = {
  type: "object",
  properties: { object_id: text, status: text, rates: { type: "array", items: rate }, messages, object_created: text },
} as const;
const transaction = {
  type: "object",
  properties: {
    object_id: text,
    status: { ...text, description: "SUCCESS; QUEUED or WAITING where a carrier takes its time." },
    rate: {},
    tracking_number: maybe,
    tracking_status: maybe,
    tracking_url_provider: maybe,
    label_url: maybe,
    commercial_invoice_url: maybe,
    messages,
    object_created: text,
    test: { type: "boolean" },
  },
} as const;
const page = { page: { type: "integer", minimum: 1 }, results: { type: "integer", minimum: 1, maximum: 100 } } as const;
const listOf = (items: object) => ({
  type: "object",
  properties: { results: { type: "array", items }, next: maybe },
});
const byNumber = {
  rows: "results",
  key: "object_id",
  page: { kind: "number", argument: "page", size: { argument: "results", most: 100 } },
} as const;

/** @example shippo({ key: secret("SHIPPO_KEY") }) */
export const shippo = defineConnector({
  kind: "http",
  options: {
    /** `shippo_live_…`, `shippo_test_…` */
    key: z.string().min(1),
  },
  sandbox: { simulator: "shippo", options: { key: "shippo_test_sandbox" } },
  // Nothing tells it that a purchase is one that was made already: a label that may have been bought is not bought again.
  describe: ({ key }) => ({
    server: "https://api.goshippo.com",
    auth: { bearer: key, scheme: "ShippoToken" },
    headers: { "shippo-api-version": "2018-02-08" },
    timeout: 30_000,
    calls: {
      create_shipment: {
        request: "POST /shipments",
        description: "Asks carriers for their rates.",
        input: {
          address_from: { allOf: [address], required: true },
          address_to: { allOf: [address], required: true },
          parcels: { type: "array", items: parcel, minItems: 1, required: true },
          async: { type: "boolean", description: "Default: false; the rates are in the answer." },
          metadata: text,
        },
        output: shipment,
      },
      get_shipment: { request: "GET /shipments/{object_id}", input: { object_id: id }, output: shipment },
      list_shipments: { request: "GET /shipments", input: page, output: listOf(shipment) },
      buy_label: {
        request: "POST /transactions",
        description: "Buys the label of a rate.",
        input: {
          rate: id,
          label_file_type: { type: "string", enum: ["PDF", "PDF_4x6", "PDF_A4", "PNG", "ZPLII"] },
          async: { type: "boolean", description: "Default: false; the label is in the answer." },
          metadata: text,
        },
        output: transaction,
      },
      get_label: { request: "GET /transactions/{object_id}", input: { object_id: id }, output: transaction },
      list_labels: { request: "GET /transactions", input: page, output: listOf(transaction) },
      refund_label: {
        request: "POST /refunds",
        input: { transaction: id },
        output: { type: "object", properties: { object_id: text, status: text, transaction: text } },
      },
      track: {
        request: "GET /tracks/{carrier}/{tracking_number}",
        input: { carrier: { ...id, description: "`usps`, `dhl_express`, `shippo` in tests …" }, tracking_number: id },
        output: {
          type: "object",
          properties: {
            ...{ carrier: text, tracking_number: text, eta: maybe },
            tracking_status: { type: ["object", "null"] },
            tracking_history: { type: "array", items: { type: "object" } },
          },
        },
      },
    },
    operations: {
      create_shipment: { prepare: atOnce },
      buy_label: { prepare: atOnce, failed: refused },
      track: { cache: { ttl: 60_000 } },
    },
    resources: {
      shipments: { list: "list_shipments", get: "get_shipment", ...byNumber },
      labels: { list: "list_labels", get: "get_label", ...byNumber },
    },
  }),
});

/** The API's own default is to answer ahead of the carriers. */
function atOnce(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { async: false, ...given };
}

/** A purchase that a carrier refused is answered with 201, and the reason within. */
function refused(body: unknown): string | false {
  const { status, messages: said = [] } = (body ?? {}) as {
    status?: unknown;
    messages?: readonly { text?: unknown }[];
  };
  if (status !== "ERROR") return false;
  const texts = said.map((one) => one.text).filter((one) => typeof one === "string");
  return texts.join(" ") || "the carrier refused";
}
