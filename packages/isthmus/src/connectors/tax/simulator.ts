// VIES: the numbers of its test service, with their faults; any other is valid when it looks like one.
// Facts: https://ec.europa.eu/taxation_customs/vies/services/checkVatTestService.wsdl names the numbers.

import { defineSimulator } from "../../sources/shared/sandbox/define-simulator.ts";
import type { SimulatedAnswer, SimulatedCall } from "../../sources/shared/sandbox/simulator.ts";
import { type Element, type Parts, readEnvelope, soap11, writeEnvelope, writeFault } from "../shipping/envelope.ts";

const types = "urn:ec.europa.eu:taxud:vies:services:checkVat:types";

const faults: Readonly<Record<string, string>> = {
  "201": "INVALID_INPUT",
  "202": "INVALID_REQUESTER_INFO",
  "300": "SERVICE_UNAVAILABLE",
  "301": "MS_UNAVAILABLE",
  "302": "TIMEOUT",
  "400": "VAT_BLOCKED",
  "401": "IP_BLOCKED",
  "500": "GLOBAL_MAX_CONCURRENT_REQ",
  "501": "GLOBAL_MAX_CONCURRENT_REQ_TIME",
  "600": "MS_MAX_CONCURRENT_REQ",
  "601": "MS_MAX_CONCURRENT_REQ_TIME",
};

export const viesSimulator = defineSimulator({
  title: "VAT numbers, in the manner of VIES",
  state: () => ({}),
  routes: Object.fromEntries(
    ["checkVatService", "checkVatTestService"].map((name) => [`POST /taxation_customs/vies/services/${name}`, answer]),
  ),
});

async function answer(call: SimulatedCall<unknown>): Promise<SimulatedAnswer> {
  const headers = { "content-type": "text/xml; charset=utf-8" };
  const fault = (namespace: string, said: string): SimulatedAnswer => ({
    status: 500,
    headers,
    body: writeFault(namespace, said, "Server"),
  });
  let namespace = soap11;
  try {
    const asked = await readEnvelope(call.text);
    namespace = asked.namespace;
    const { operation } = asked;
    const [country, number] = [textAt(operation, "countryCode"), textAt(operation, "vatNumber")];
    const said = Object.hasOwn(faults, number) ? faults[number] : undefined;
    if (said !== undefined) return fault(namespace, said);
    if (!/^(?:[A-Z]{2})$/.test(country) || !/^[0-9A-Z+*.]{2,12}$/.test(number))
      return fault(namespace, "INVALID_INPUT");
    const parts = operation.name === "checkVatApprox" ? compared(operation, call) : told(operation, call);
    return { headers, body: writeEnvelope(namespace, types, `${operation.name}Response`, parts) };
  } catch {
    return fault(namespace, "INVALID_INPUT");
  }
}

function told(asked: Element, { now }: SimulatedCall<unknown>): Parts {
  const number = textAt(asked, "vatNumber");
  const valid = number !== "200";
  return {
    countryCode: textAt(asked, "countryCode"),
    vatNumber: number,
    requestDate: `${new Date(now()).toISOString().slice(0, 10)}+00:00`,
    valid,
    name: valid ? "Sandbox & Co" : "---",
    address: valid ? "Kanal 1, 10117 Berlin" : "---",
  };
}

function compared(asked: Element, call: SimulatedCall<unknown>): Parts {
  const { name, address, ...rest } = told(asked, call);
  const requested = textAt(asked, "requesterVatNumber") !== "";
  const trader = textAt(asked, "traderName");
  return {
    ...rest,
    traderName: name,
    traderAddress: address,
    traderNameMatch: trader === "" ? "3" : trader === name ? "1" : "2",
    requestIdentifier: requested ? `SANDBOX${String(call.next()).padStart(9, "0")}` : "",
  };
}

function textAt(element: Element, name: string): string {
  return element.children.find((one) => one.name === name)?.text.trim() ?? "";
}
