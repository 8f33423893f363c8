// Simulators that come along: by name, and by the hosts of the APIs they stand in for.

import type { Simulator } from "../sources/shared/sandbox/simulator.ts";
import { analytics } from "./analytics/simulator.ts";
import { email } from "./email/simulator.ts";
import { smtpSimulator } from "./email/smtp-simulator.ts";
import { geocoding } from "./geocoding/simulator.ts";
import { marketing } from "./marketing/simulator.ts";
import { modelSimulator } from "./models/simulator.ts";
import { payments } from "./payments/simulator.ts";
import { shipping } from "./shipping/simulator.ts";
import { shippoSimulator } from "./shipping/shippo-simulator.ts";
import { sms } from "./sms/simulator.ts";
import { viesSimulator } from "./tax/simulator.ts";
import { weather } from "./weather/simulator.ts";

const simulators: Readonly<Record<string, { readonly simulator: Simulator; readonly hosts: RegExp }>> = {
  analytics: { simulator: analytics, hosts: /^(?:www|region1)\.google-analytics\.com$/ },
  email: { simulator: email, hosts: /^api\.resend\.com$/ },
  geocoding: { simulator: geocoding, hosts: /^nominatim\.openstreetmap\.org$/ },
  marketing: { simulator: marketing, hosts: /^[\w-]+\.api\.mailchimp\.com$/ },
  // Any server: a source is told that it is one by its connector.
  models: { simulator: modelSimulator, hosts: /^api\.openai\.com$/ },
  payments: { simulator: payments, hosts: /^api\.stripe\.com$/ },
  shipping: { simulator: shipping, hosts: /^shipping\.sandbox\.invalid$/ },
  shippo: { simulator: shippoSimulator, hosts: /^api\.goshippo\.com$/ },
  sms: { simulator: sms, hosts: /^api\.twilio\.com$/ },
  smtp: { simulator: smtpSimulator, hosts: /^smtp\.sandbox\.invalid$/ },
  vies: { simulator: viesSimulator, hosts: /^ec\.europa\.eu$/ },
  weather: { simulator: weather, hosts: /^(?:customer-)?api\.open-meteo\.com$/ },
};

export const simulatorNames: readonly string[] = Object.keys(simulators);

export function simulatorNamed(name: string): Simulator | undefined {
  return Object.hasOwn(simulators, name) ? simulators[name]?.simulator : undefined;
}

/** @param address Of the API. */
export function simulatorAt(address: string): Simulator | undefined {
  const host = URL.canParse(address) ? new URL(address).hostname : "";
  return Object.values(simulators).find(({ hosts }) => hosts.test(host))?.simulator;
}
