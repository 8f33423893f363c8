// Geocoding, in the manner of Nominatim, over a small set of places: https://nominatim.org/release-docs/latest/api/Search/.

import { defineSimulator } from "../../sources/shared/sandbox/define-simulator.ts";
import type { SimulatedAnswer } from "../../sources/shared/sandbox/simulator.ts";
import { type Place, places } from "./places.ts";

type Query = Readonly<Record<string, string>>;

/** Degrees beyond which a place is not the one that is meant. */
const near = 1;

export const geocoding = defineSimulator({
  title: "Geocoding, in the manner of Nominatim",
  state: () => ({}),
  routes: {
    "GET /search": ({ query }) => search(query),
    "GET /reverse": ({ query }) => reverse(query),
    "GET /status": ({ query }) =>
      query["format"] === "json" ? { body: { status: 0, message: "OK" } } : { body: "OK" },
  },
});

function search(query: Query): SimulatedAnswer {
  const structured = ["amenity", "street", "city", "county", "state", "country", "postalcode"];
  const parts = structured.map((name) => query[name]).filter((part) => part !== undefined);
  const asked = query["q"] ?? parts.join(", ");
  if (asked === "") return { body: [] };
  const limit = Math.min(40, Math.max(1, Number(query["limit"] ?? 10) || 10));
  const codes = new Set(
    (query["countrycodes"] ?? "")
      .toLowerCase()
      .split(",")
      .filter((code) => code !== ""),
  );
  const words = wordsOf(asked);
  const found = places
    .filter((place) => codes.size === 0 || codes.has(place.code))
    .filter((place) => fits(place, words))
    .toSorted((a, b) => b.importance - a.importance)
    .slice(0, limit);
  return { body: found.map((place) => shown(place, query, /\d/.test(asked) ? asked : undefined)) };
}

function reverse(query: Query): SimulatedAnswer {
  const [lat, lon] = [Number(query["lat"] ?? Number.NaN), Number(query["lon"] ?? Number.NaN)];
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180))
    return {
      status: 400,
      body: { error: { code: 400, message: "Parameter 'lat' or 'lon' is missing or out of range" } },
    };
  const distance = (place: Place): number => Math.hypot(place.lat - lat, place.lon - lon);
  const [closest] = places.toSorted((a, b) => distance(a) - distance(b));
  if (closest === undefined || distance(closest) > near) return { body: { error: "Unable to geocode" } };
  return { body: shown({ ...closest, lat, lon }, { addressdetails: "1", ...query }, undefined) };
}

/** The name of the place is among the words, or its postcode. */
function fits(place: Place, words: readonly string[]): boolean {
  const has = (text: string): boolean => {
    const wanted = wordsOf(text);
    return wanted.every((word) => words.includes(word));
  };
  return has(place.name) || has(place.postcode);
}

function wordsOf(text: string): readonly string[] {
  return text
    .slice(0, 500)
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

function shown(place: Place, query: Query, street: string | undefined): unknown {
  const { name, country, code, postcode, lat, lon, importance } = place;
  const newer = query["format"] === "jsonv2";
  const number = Math.round(Math.abs(lat * 10_000)) * 1_000 + Math.round(Math.abs(lon));
  const road = street?.split(",")[0]?.trim();
  return {
    place_id: number,
    licence: "Invented for the sandbox",
    osm_type: "relation",
    osm_id: number,
    lat: lat.toFixed(7),
    lon: lon.toFixed(7),
    [newer ? "category" : "class"]: "place",
    type: "city",
    place_rank: 16,
    importance,
    addresstype: "city",
    name,
    display_name: [road, name, postcode, country].filter((part) => part !== undefined).join(", "),
    ...(query["addressdetails"] === "1"
      ? { address: { ...(road === undefined ? {} : { road }), city: name, postcode, country, country_code: code } }
      : {}),
    boundingbox: [lat - 0.1, lat + 0.1, lon - 0.1, lon + 0.1].map((edge) => edge.toFixed(7)),
  };
}
