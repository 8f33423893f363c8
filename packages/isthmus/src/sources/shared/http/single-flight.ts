// Identical reads that are under way at the same time are one call. It is given up when the last who waits for it leaves.

import { CallFailure } from "./call-failure.ts";
import { type Clock, reasonOf } from "./clock.ts";
import { isShared, urlOf, type HttpAnswer, type HttpCall, type Send } from "./exchange.ts";
import { createStop, type Stop } from "./stop.ts";

interface Flight {
  /** Nothing is left of either when it has ended: the map it was in may hold it for longer, and must not hold all of its call. */
  answer: Promise<HttpAnswer>;
  control: Stop | undefined;
  readonly deadline: number;
  waiting: number;
}

/** Nobody waits for it: a flight that has ended is no longer found. */
const over = new Promise<HttpAnswer>(() => undefined);

/** Text by which two calls are the same. */
export function keyOf(call: HttpCall): string {
  return `${call.method} ${urlOf(call)}\n${headersKey(call)}${call.question === undefined ? "" : `\n${call.question}`}`;
}

export function headersKey({ headers }: HttpCall): string {
  let key = "";
  for (const name in headers) key += `${name}:${headers[name]}\n`;
  return key;
}

/** @param onShare Told of each call that was spared. */
export function singleFlight(clock: Clock, onShare?: () => void): (next: Send) => Send {
  const flights = new Map<string, Flight>();

  function start(key: string, call: HttpCall, next: Send): Flight {
    const control = createStop();
    const answer = next({ ...call, signal: control.signal });
    const flight: Flight = { answer, control, deadline: call.deadline, waiting: 0 };
    const end = () => {
      if (flights.get(key) === flight) flights.delete(key);
      flight.answer = over;
      flight.control = undefined;
    };
    answer.then(end, end);
    flights.set(key, flight);
    return flight;
  }

  return (next) => (call) => {
    if (!isShared(call)) return next(call);
    const key = keyOf(call);
    let flight = flights.get(key);
    const now = clock.now();
    // One that will be given up long before this call has to be is not waited for.
    if (flight === undefined || flight.deadline - now < (call.deadline - now) / 2) flight = start(key, call, next);
    else onShare?.();
    const waited = flight;
    return wait(waited, call, () => flights.get(key) === waited && flights.delete(key));
  };
}

function wait(flight: Flight, { signal }: HttpCall, forget: () => void): Promise<HttpAnswer> {
  flight.waiting++;
  return new Promise((resolve, reject) => {
    const leave = () => {
      const left = new CallFailure({ kind: "aborted", message: "the caller has left", cause: reasonOf(signal) });
      reject(left);
      if (--flight.waiting > 0) return;
      forget();
      flight.control?.abort(left);
    };
    if (signal.aborted) return leave();
    signal.addEventListener("abort", leave, { once: true });
    const settle = () => signal.removeEventListener("abort", leave);
    flight.answer.then(
      (given) => {
        settle();
        resolve(given);
      },
      (reason: unknown) => {
        settle();
        reject(reason);
      },
    );
  });
}
