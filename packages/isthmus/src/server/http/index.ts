// HTTP: from the socket to the engine and back.

export { createHttpServer, type HttpServer } from "./create-http-server.ts";
export type { AdminOptions, HttpLimits, HttpServerOptions, Mount, Page, SourceHealth } from "./options.ts";
export type { Incoming, Serve } from "./serve.ts";
export { stopOnSignal } from "./stop-on-signal.ts";
