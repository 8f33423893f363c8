// Open-Meteo: forecasts. Free for what is no business, under CC BY 4.0; businesses have a key and an address of their own.
// Facts: https://open-meteo.com/en/docs, https://open-meteo.com/en/terms.

import { z } from "zod";
import { defineConnector } from "../define-connector.ts";

const text = { type: "string" } as const;
const series = { type: "object", description: "`time`, and a list by the name of each variable." } as const;
const hour = 3_600_000;
const kept = {
  cache: { ttl: hour / 4, staleWhileRevalidate: hour, staleIfError: 6 * hour },
  fallback: ["stale"],
} as const;

/** @example openMeteo() */
export const openMeteo = defineConnector({
  kind: "http",
  options: {
    /** Of a business. Default: none. */
    key: z.string().min(1).optional(),
  },
  sandbox: { simulator: "weather" },
  describe: ({ key }) => ({
    server: key === undefined ? "https://api.open-meteo.com" : "https://customer-api.open-meteo.com",
    ...(key === undefined ? {} : { auth: { apiKey: { in: "query", name: "apikey", value: key } as const } }),
    // What is free is 600 a minute, 5,000 an hour and 10,000 a day.
    ...(key === undefined ? { rate: { perSecond: 10, burst: 60 }, quota: { perDay: 10_000 } } : {}),
    calls: {
      forecast: {
        request: "GET /v1/forecast",
        input: {
          latitude: { type: "number", minimum: -90, maximum: 90, required: true },
          longitude: { type: "number", minimum: -180, maximum: 180, required: true },
          current: { ...text, description: "Variables with commas between: `temperature_2m,weather_code`." },
          hourly: text,
          daily: text,
          timezone: { ...text, description: "`Europe/Berlin`, or `auto`. Needed for `daily`." },
          forecast_days: { type: "integer", minimum: 0, maximum: 16 },
          temperature_unit: { type: "string", enum: ["celsius", "fahrenheit"] },
          wind_speed_unit: { type: "string", enum: ["kmh", "ms", "mph", "kn"] },
          precipitation_unit: { type: "string", enum: ["mm", "inch"] },
        },
        output: {
          type: "object",
          properties: {
            latitude: { type: "number" },
            longitude: { type: "number" },
            elevation: { type: "number" },
            timezone: text,
            utc_offset_seconds: { type: "integer" },
            current: { type: "object" },
            current_units: { type: "object" },
            hourly: series,
            hourly_units: { type: "object" },
            daily: series,
            daily_units: { type: "object" },
          },
        },
      },
    },
    operations: { forecast: kept },
    resources: false,
  }),
});
