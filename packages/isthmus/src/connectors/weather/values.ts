// Values of the simulated weather: warmer at noon, in summer and near the equator, and a little by the dice.

import type { Dice } from "../../sources/shared/sandbox/dice.ts";

/** By what a variable's name contains; the first that fits. */
const kinds: readonly (readonly [has: RegExp, unit: string, value: (temperature: number, dice: Dice) => number])[] = [
  [/weather_code/, "wmo code", (_, dice) => dice.pick([0, 1, 2, 3, 45, 51, 61, 63, 80]) ?? 0],
  [/temperature|dew_point/, "°C", (temperature, dice) => temperature + dice.between(-15, 15) / 10],
  [/humidity/, "%", (_, dice) => dice.between(35, 98)],
  [/probability|cloud_cover/, "%", (_, dice) => dice.between(0, 100)],
  [/precipitation|rain|showers/, "mm", (_, dice) => (dice.between(0, 3) === 0 ? dice.between(1, 60) / 10 : 0)],
  [/snow/, "cm", (temperature, dice) => (temperature < 0 ? dice.between(0, 40) / 10 : 0)],
  [/direction/, "°", (_, dice) => dice.between(0, 359)],
  [/wind/, "km/h", (_, dice) => dice.between(10, 450) / 10],
  [/pressure/, "hPa", (_, dice) => dice.between(9_900, 10_300) / 10],
  [/is_day/, "", () => 1],
  [/uv_index/, "", (_, dice) => dice.between(0, 80) / 10],
];

/** Undefined: no such variable. */
export function unitOf(name: string): string | undefined {
  return kinds.find(([has]) => has.test(name))?.[1];
}

/** @param time Milliseconds since 1970, UTC. */
export function valueOf(name: string, latitude: number, time: number, dice: Dice): number {
  const date = new Date(time);
  const season = Math.cos(((date.getUTCMonth() - 6) / 12) * 2 * Math.PI) * Math.sign(latitude || 1);
  const noon = Math.cos(((date.getUTCHours() - 14) / 24) * 2 * Math.PI);
  const spread = name.endsWith("_max") ? 4 : name.endsWith("_min") ? -4 : 0;
  const temperature = 28 - Math.abs(latitude) * 0.45 + season * Math.abs(latitude) * 0.18 + noon * 4 + spread;
  if (name === "is_day") return date.getUTCHours() >= 6 && date.getUTCHours() < 20 ? 1 : 0;
  const made = kinds.find(([has]) => has.test(name))?.[2](temperature, dice) ?? 0;
  return Number(made.toFixed(1));
}
