// Weather, in the manner of Open-Meteo: made of the place and the hour, so that it is the same for everybody who asks.
// Facts of the API: https://open-meteo.com/en/docs.

import { createDice } from "../../sources/shared/sandbox/dice.ts";
import { defineSimulator } from "../../sources/shared/sandbox/define-simulator.ts";
import type { SimulatedAnswer } from "../../sources/shared/sandbox/simulator.ts";
import { unitOf, valueOf } from "./values.ts";

type Query = Readonly<Record<string, string>>;

const hour = 3_600_000;
const day = 24 * hour;

export const weather = defineSimulator({
  title: "Weather, in the manner of Open-Meteo",
  state: () => ({}),
  routes: { "GET /v1/forecast": ({ query, now }) => forecast(query, now()) },
});

function forecast(query: Query, now: number): SimulatedAnswer {
  const [lat, lon] = [Number(query["latitude"] ?? Number.NaN), Number(query["longitude"] ?? Number.NaN)];
  if (!(Math.abs(lat) <= 90)) return wrong("Latitude must be in range of -90 to 90°.");
  if (!(Math.abs(lon) <= 180)) return wrong("Longitude must be in range of -180 to 180°.");
  const days = Number(query["forecast_days"] ?? 7);
  if (!Number.isInteger(days) || days < 0 || days > 16) return wrong("Forecast days must be in range of 0 to 16.");
  const lists = { current: listOf(query["current"]), hourly: listOf(query["hourly"]), daily: listOf(query["daily"]) };
  const unknown = [...lists.current, ...lists.hourly, ...lists.daily].find((name) => unitOf(name) === undefined);
  if (unknown !== undefined) return wrong(`The sandbox knows no variable ${unknown.slice(0, 100)}.`);
  const today = Math.floor(now / day) * day;
  const at = (name: string, time: number): number =>
    valueOf(name, lat, time, createDice(`${lat},${lon},${name},${time}`));
  const hours = Array.from({ length: days * 24 }, (_, index) => today + index * hour);
  const dates = Array.from({ length: days }, (_, index) => today + index * day);
  const quarter = Math.floor(now / 900_000) * 900_000;
  return {
    body: {
      latitude: lat,
      longitude: lon,
      generationtime_ms: 0.1,
      utc_offset_seconds: 0,
      timezone: "GMT",
      timezone_abbreviation: "GMT",
      elevation: createDice(`${lat},${lon}`).between(0, 600),
      ...(lists.current.length === 0
        ? {}
        : {
            current_units: { time: "iso8601", interval: "seconds", ...units(lists.current) },
            current: {
              time: minute(quarter),
              interval: 900,
              ...Object.fromEntries(lists.current.map((name) => [name, at(name, quarter)])),
            },
          }),
      ...series("hourly", lists.hourly, hours, minute, at),
      ...series("daily", lists.daily, dates, (time) => new Date(time).toISOString().slice(0, 10), at),
    },
  };
}

function series(
  kind: string,
  names: readonly string[],
  times: readonly number[],
  spell: (time: number) => string,
  at: (name: string, time: number) => number,
): Readonly<Record<string, unknown>> {
  if (names.length === 0) return {};
  return {
    [`${kind}_units`]: { time: "iso8601", ...units(names) },
    [kind]: {
      time: times.map(spell),
      ...Object.fromEntries(names.map((name) => [name, times.map((time) => at(name, time))])),
    },
  };
}

function units(names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, unitOf(name) ?? ""]));
}

function listOf(text: string | undefined): readonly string[] {
  return [...new Set((text ?? "").split(",").map((name) => name.trim()))].filter((name) => name !== "").slice(0, 50);
}

function minute(time: number): string {
  return new Date(time).toISOString().slice(0, 16);
}

function wrong(reason: string): SimulatedAnswer {
  return { status: 400, body: { error: true, reason } };
}
