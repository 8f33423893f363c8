// Imports and exports on the socket: bytes are read as the engine asks for them, text is written as the caller takes it.

import type { Problem } from "../../../core/index.ts";
import { toProblem } from "../../../core/index.ts";
import type { Exchange } from "../exchange.ts";
import { callerLeft, serverStops } from "../refusals.ts";
import { type Dress, headersOf, send } from "../send.ts";
import type { Flowing, ServeFlow } from "../serve.ts";
import { drain, readBytes } from "./read-bytes.ts";
import { writeText } from "./write-text.ts";

export interface FlowsOptions {
  readonly serve: ServeFlow;
  readonly dress: Dress;
  /** Milliseconds in which the caller must send, or take, something. */
  readonly patience: number;
}

export interface Flows {
  open(exchange: Exchange, stopping: () => boolean): void;
  readonly size: number;
  /** Ends them all; the chunk that an import is at is undone. */
  close(): void;
}

export function createFlows({ serve, dress, patience }: FlowsOptions): Flows {
  const open = new Set<Exchange>();

  async function flow(exchange: Exchange, stopping: () => boolean): Promise<void> {
    const { message, response } = exchange;
    try {
      const bytes = readBytes(message, patience, exchange.signal, (problem) => exchange.abort(problem));
      const { interface: face, request, credentials, signal, received, deadline, trace, admission } = exchange;
      const named = trace === undefined ? {} : { trace };
      const answer = await serve({
        ...{ interface: face, request, credentials, signal, received, deadline, bytes, admission },
        ...named,
      });
      if ("text" in answer) return await flowOut(exchange, answer, stopping);
      const whole = await drain(message);
      if (!response.destroyed) await send(exchange, answer, dress, !whole || stopping());
    } catch (thrown) {
      if (!response.destroyed && !response.headersSent)
        await send(exchange, exchange.interface.refuse(toProblem(thrown), exchange.request, false), dress, true);
      else response.destroy();
    }
  }

  /** An answer that cannot be brought to its end is cut off, so that nobody takes what he has for all there is. */
  async function flowOut(exchange: Exchange, { head, text }: Flowing, stopping: () => boolean): Promise<void> {
    const { message, response } = exchange;
    // Whether the body will have been read to its end is not known ahead of it.
    const close = !message.complete || stopping();
    response.writeHead(
      head.status,
      headersOf(exchange, head, { ...dress, timing: false, compressor: undefined }, close),
    );
    let failed = false;
    try {
      for await (const part of text)
        if (part !== "" && !(await writeText(response, part, patience))) exchange.abort(callerLeft());
    } catch {
      // It has been recorded.
      failed = true;
    }
    if (failed) return void response.destroy();
    await drain(message);
    response.end();
  }

  return {
    open(exchange, stopping) {
      open.add(exchange);
      exchange.response.once("close", () => {
        if (!exchange.response.writableFinished) exchange.abort(callerLeft());
      });
      void flow(exchange, stopping).finally(() => open.delete(exchange));
    },
    get size() {
      return open.size;
    },
    close() {
      const problem: Problem = serverStops();
      for (const exchange of open) exchange.abort(problem);
    },
  };
}
