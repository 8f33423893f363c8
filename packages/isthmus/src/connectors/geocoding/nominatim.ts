// Nominatim, which finds places in OpenStreetMap. What it asks of those who use the public server is kept here: one call a second for
// the whole site, a User-Agent that says who asks, answers that are kept, no completion while somebody types, and attribution
// (`licence` in each answer). Facts: https://nominatim.org/release-docs/latest/api/, https://operations.osmfoundation.org/policies/nominatim/.

import { z } from "zod";
import { defineConnector } from "../define-connector.ts";

const text = { type: "string" } as const;
const place = {
  type: "object",
  properties: {
    place_id: { type: "integer" },
    osm_type: text,
    osm_id: { type: "integer" },
    lat: { ...text, description: "Degrees; a text, as the API gives it." },
    lon: text,
    display_name: text,
    name: { type: ["string", "null"] },
    category: text,
    type: text,
    place_rank: { type: "integer" },
    importance: { type: "number" },
    addresstype: text,
    address: { type: "object" },
    boundingbox: { type: "array", items: text },
    licence: { ...text, description: "To be shown wherever the place is." },
    error: { ...text, description: "There is nothing at this place." },
  },
} as const;
const month = 30 * 86_400_000;
const kept = {
  cache: { ttl: 86_400_000, staleWhileRevalidate: month, staleIfError: month },
  fallback: ["stale"],
} as const;

/** @example nominatim({ userAgent: "shop.example (webmaster@shop.example)" }) */
export const nominatim = defineConnector({
  kind: "http",
  options: {
    /** Who asks, and how he can be reached. */
    userAgent: z
      .string()
      .regex(/@|https?:\/\//, "expected who asks and how to reach him: `shop.example (webmaster@shop.example)`"),
  },
  sandbox: { simulator: "geocoding", options: { userAgent: "sandbox (https://sandbox.invalid)" } },
  describe: ({ userAgent }) => ({
    server: "https://nominatim.openstreetmap.org",
    headers: { "user-agent": userAgent },
    rate: { perSecond: 1, burst: 1 },
    concurrency: 1,
    longestWait: 5_000,
    // The policy's own words for having been too often, or unnamed.
    throttled: [403],
    calls: {
      search: {
        request: "GET /search?format=jsonv2",
        input: {
          q: { ...text, description: "Free text; or the parts of an address." },
          street: text,
          city: text,
          county: text,
          state: text,
          country: text,
          postalcode: text,
          countrycodes: { ...text, description: "`de,at`" },
          limit: { type: "integer", minimum: 1, maximum: 40 },
          addressdetails: { type: "integer", enum: [0, 1] },
          "accept-language": text,
        },
        output: { type: "array", items: place },
      },
      reverse: {
        request: "GET /reverse?format=jsonv2",
        input: {
          lat: { type: "number", minimum: -90, maximum: 90, required: true },
          lon: { type: "number", minimum: -180, maximum: 180, required: true },
          zoom: { type: "integer", minimum: 0, maximum: 18 },
          "accept-language": text,
        },
        output: place,
      },
    },
    operations: { search: kept, reverse: kept },
    resources: false,
  }),
});
