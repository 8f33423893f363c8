// One socket that speaks graphql-transport-ws: who it is, and its operations. Questions and changes go down the same
// road as any request; subscriptions stay until either side ends them.

import type { RawData, WebSocket } from "ws";
import type { Interface, Problem, Reply, Request } from "../../../core/index.ts";
import { Problem as ProblemClass, toProblem } from "../../../core/index.ts";
import type { Credentials } from "../../../engine/index.ts";
import type { Passage } from "../../../gateway/index.ts";
import { callerLeft, deadlinePassed } from "../refusals.ts";
import type { Serve } from "../serve.ts";
import { bodyText } from "./event-stream.ts";
import { graphqlHeaders } from "./event-streams.ts";
import {
  closings,
  completeText,
  credentialsIn,
  errorText,
  type Message,
  nextText,
  type Operation,
  readMessage,
} from "./messages.ts";
import { operationKind } from "./operation-kind.ts";
import { type LiveService, type LiveTimes, operationsPerSocket } from "./options.ts";
import { createOutlet } from "./outlet.ts";

export interface SessionOptions {
  readonly socket: WebSocket;
  readonly interface: Interface;
  /** Public address of the interface. */
  readonly base: string;
  readonly path: string;
  /** Of the request that became a socket; the first message may bring others. */
  readonly credentials: Credentials;
  readonly service: LiveService;
  readonly serve: Serve;
  readonly times: LiveTimes;
  /** Milliseconds a question or change may take. */
  readonly requestTimeout: number;
  readonly requestId: () => string;
  /** Whom strangers are counted by. */
  readonly address: string;
  /** Each operation passes the limits. Throws a Problem. */
  readonly admit: (credentials: Credentials) => Passage | undefined;
}

export interface Session {
  /** Lets go of a socket that has shown no sign of life, or takes nothing; else asks for one. */
  beat(now: number): void;
  close(code: number, reason: string): void;
}

export function openSession(options: SessionOptions): Session {
  const { socket, service, times } = options;
  const outlet = createOutlet(socket);
  /** By id; the function ends the work for it. */
  const operations = new Map<string, () => void>();
  let credentials: Credentials | undefined;
  let begun = false;
  let alive = true;
  const late = setTimeout(() => close(...closings.initTimeout), times.init);

  function close(code: number, reason: string): void {
    socket.close(code, withinFrame(reason));
    // A reader who is not listened to could not say goodbye.
    if (socket.isPaused) socket.resume();
  }

  function receive(data: RawData, binary: boolean): void {
    if (socket.readyState !== socket.OPEN) return;
    try {
      const message = binary ? undefined : readMessage((data as Buffer).toString("utf8"));
      if (message === undefined) return close(...closings.invalid);
      obey(message);
    } catch (thrown) {
      // What is thrown here would end the process. Values that are nested too deep to be written again are the caller's fault.
      const [code, reason] = thrown instanceof RangeError ? closings.invalid : closings.failed;
      close(code, reason);
    }
  }

  function obey(message: Message): void {
    switch (message.type) {
      case "connection_init":
        if (begun) return close(...closings.tooManyInits);
        begun = true;
        return void begin(credentialsIn(message.payload, options.credentials));
      case "ping":
        return outlet.send(JSON.stringify({ type: "pong", payload: message.payload ?? undefined }));
      case "pong":
        return;
      case "complete":
        return end(message.id);
      case "subscribe":
        if (credentials === undefined) return close(...closings.unauthorized);
        if (operations.has(message.id)) return close(4409, `Subscriber for ${message.id} already exists`);
        return start(message.id, message.payload, credentials);
      default:
        return message satisfies never;
    }
  }

  async function begin(given: Credentials): Promise<void> {
    clearTimeout(late);
    try {
      await service.authenticate(given);
    } catch (thrown) {
      const problem = toProblem(thrown);
      return problem.category === "unavailable"
        ? close(1013, problem.message)
        : close(closings.forbidden[0], problem.category === "internal" ? closings.forbidden[1] : problem.message);
    }
    credentials = given;
    outlet.send(`{"type":"connection_ack"}`);
  }

  function start(id: string, operation: Operation, known: Credentials): void {
    const kind = operationKind(operation.query, operation.operationName);
    const request: Request = {
      id: options.requestId(),
      method: kind === "subscription" ? "SUBSCRIBE" : "POST",
      path: options.path,
      query: "",
      headers: graphqlHeaders,
      body: operation.text,
      base: options.base,
    };
    if (operations.size >= operationsPerSocket) {
      const refusal = options.interface.refuse(tooManyOperations(), request, true);
      outlet.send(errorText(id, errorsOf(refusal)));
      return;
    }
    let admission: Passage | undefined;
    try {
      admission = options.admit(known);
    } catch (thrown) {
      const refusal = options.interface.refuse(toProblem(thrown), request, true);
      return outlet.send(errorText(id, errorsOf(refusal)));
    }
    if (kind === "subscription") listen(id, request, known, admission);
    else ask(id, request, known, operation.query === "", admission);
  }

  function listen(id: string, request: Request, known: Credentials, admission: Passage | undefined): void {
    const { address } = options;
    const subscription = service.subscribe(
      { interface: options.interface, request, credentials: known, received: performance.now(), address, admission },
      {
        next: (reply) => outlet.offer(id, nextText(id, bodyText(reply))),
        end(reply, problem) {
          operations.delete(id);
          // A client that comes back may bring a token that holds, and goes on where it was.
          if (isAboutCredentials(problem)) close(closings.forbidden[0], problem.message);
          else outlet.finish(id, errorText(id, errorsOf(reply)));
        },
      },
    );
    operations.set(id, subscription.close);
  }

  /** `unread`: only the interface knows the document; it may turn out to be a subscription. */
  function ask(
    id: string,
    request: Request,
    known: Credentials,
    unread: boolean,
    admission: Passage | undefined,
  ): void {
    const controller = new AbortController();
    const received = performance.now();
    const deadline = received + options.requestTimeout;
    const timer = setTimeout(() => controller.abort(deadlinePassed(options.requestTimeout)), options.requestTimeout);
    const stop = (): void => {
      clearTimeout(timer);
      controller.abort(callerLeft());
    };
    operations.set(id, stop);
    const answered = (reply: Reply): void => {
      clearTimeout(timer);
      // Ended meanwhile, and the id may stand for another by now.
      if (operations.get(id) !== stop) return;
      operations.delete(id);
      if (unread && saysSubscription(reply)) return listen(id, { ...request, method: "SUBSCRIBE" }, known, undefined);
      if (reply.status >= 400) return outlet.send(errorText(id, errorsOf(reply)));
      outlet.send(nextText(id, bodyText(reply)));
      outlet.send(completeText(id));
    };
    Promise.resolve(
      options.serve({
        interface: options.interface,
        request,
        credentials: known,
        signal: controller.signal,
        received,
        deadline,
        admission,
      }),
    ).then(answered, (thrown: unknown) => answered(options.interface.refuse(toProblem(thrown), request, true)));
  }

  function end(id: string): void {
    const stop = operations.get(id);
    operations.delete(id);
    stop?.();
    outlet.finish(id);
  }

  socket.on("message", receive);
  socket.on("pong", () => (alive = true));
  // What breaks is closed too; without a listener the error would end the process.
  socket.on("error", () => {});
  socket.once("close", () => {
    clearTimeout(late);
    for (const stop of operations.values()) stop();
    operations.clear();
  });
  return {
    beat(now) {
      if (!alive || outlet.stuckFor(now) > times.stuck) return socket.terminate();
      // A paused socket could not be heard to answer.
      if (socket.isPaused) return;
      alive = false;
      socket.ping();
    },
    close,
  };
}

/** The document is one that cannot be answered once. */
function saysSubscription(reply: Reply): boolean {
  return reply.status >= 400 && bodyText(reply).includes('"code":"ISTHMUS137"');
}

/** A refusal's errors; an answer that has none of its own is one. */
function errorsOf(reply: Reply): readonly unknown[] {
  const text = bodyText(reply);
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null && "errors" in body && Array.isArray(body.errors)) return body.errors;
    if (typeof body === "object" && body !== null && "message" in body) return [body];
  } catch {
    // Not JSON; it is told as it is.
  }
  return [{ message: text }];
}

function isAboutCredentials({ category }: Problem): boolean {
  return category === "unauthenticated";
}

/** A close frame holds 123 bytes of reason. */
function withinFrame(reason: string): string {
  let text = reason;
  while (Buffer.byteLength(text) > 123) text = text.slice(0, -1);
  return text;
}

function tooManyOperations(): Problem {
  return new ProblemClass({
    code: "ISTHMUS230",
    category: "limited",
    message: `A socket may have ${operationsPerSocket} operations under way`,
    retryAfter: 10,
  });
}
