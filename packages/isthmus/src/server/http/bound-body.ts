// A bound on how long a body may take that nobody here reads himself.

import type { IncomingMessage } from "node:http";
import { hasBody } from "./body.ts";

/** Ends the connection of a request whose body has not arrived within so many milliseconds. */
export function boundBody(message: IncomingMessage, most: number): void {
  if (!hasBody(message)) return;
  const timer = setTimeout(() => {
    if (!message.complete) message.socket.destroy();
  }, most).unref();
  message.once("close", () => clearTimeout(timer));
}
