// What the HTTP server can be told, and what it takes where nothing was said.

import type { SiteOptions } from "./site.ts";
import type { IncomingMessage, ServerResponse } from "node:http";
import type {
  CompressionConfiguration,
  Interface,
  Record,
  Secret,
  ServerConfiguration,
  TlsConfiguration,
} from "../../core/index.ts";
import type { GatekeeperOptions } from "./gatekeeper.ts";
import type { LiveService, LiveTimes } from "./live/options.ts";
import type { RoutesOptions } from "./routes/options.ts";
import type { Serve, ServeFlow } from "./serve.ts";

export interface HttpServerOptions {
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** 0 takes any free port. Default: 4000. */
  readonly port?: number;
  /** Public origin without a path, from which links are made. Default: the listening address. */
  readonly origin?: string;
  readonly mounts: readonly Mount[];
  readonly serve: Serve;
  /** For imports and exports. Default: there are none. */
  readonly flow?: ServeFlow;
  /** For who listens: Server-Sent Events, and sockets where a mount speaks GraphQL. Default: nobody may. */
  readonly live?: LiveService;
  readonly liveTimes?: Partial<LiveTimes>;
  readonly record: Record;
  /** The sources and whether they answer; asked for by `/health/ready`. */
  readonly sources: () => readonly SourceHealth[];
  readonly pages?: readonly Page[];
  /** Takes requests ahead of all interfaces. Default: nothing does. */
  readonly beside?: Beside;
  /** Takes requests ahead of all, for this machine alone: the sandbox's page in development. Default: nothing does. */
  readonly local?: Beside | undefined;
  /** Other services behind this server; they come after all interfaces and pages, and ahead of a website's files. */
  readonly routes?: RoutesOptions | undefined;
  /** Who may come in, and how often. Default: everybody, and any number of times. */
  readonly gate?: GatekeeperOptions;
  /** Of every answer. */
  readonly headers?: ServerConfiguration["headers"];
  /** Default: nothing is compressed. */
  readonly compression?: CompressionConfiguration;
  /** HTTPS. Default: plain HTTP. */
  readonly tls?: TlsConfiguration;
  /** Milliseconds between looks at the certificates' files. Default: 5,000. */
  readonly certificatesEvery?: number;
  /** People sign in by cookies, which pages of the listed origins may send along. Default: false. */
  readonly cookies?: boolean;
  readonly limits?: HttpLimits;
  readonly cors?: CorsOptions;
  /**
   * Refuses requests whose `Host` is not this machine's loopback. A web page elsewhere can give its own name the
   * address 127.0.0.1; without this it could then read a development server. Default: false.
   */
  readonly loopbackHostOnly?: boolean;
  /** Answers carry `Server-Timing`, by stage. Default: true. */
  readonly timing?: boolean;
  /** Health and metrics by themselves; `false`: no such listener. */
  readonly admin: AdminOptions | false;
  /** Milliseconds running requests are given at a stop. Default: 10,000. */
  readonly grace?: number;
  /** A website whose files are served wherever no interface and no page is. */
  readonly site?: SiteOptions;
}

/** An interface, and the path it is served under: `/api`, or `/` for all there is. */
export interface Mount {
  readonly path: string;
  readonly interface: Interface;
  /** Requests hold GraphQL documents, and sockets speak graphql-transport-ws at this very path. Default: false. */
  readonly graphql?: boolean;
}

/** Routes that are no interface's, such as those that sign people in. */
export interface Beside {
  /** By the request's target, as it came. */
  wants(url: string): boolean;
  /** @param counted By which limits count the caller; absent: by the other end of the connection. */
  handle(message: IncomingMessage, response: ServerResponse, counted?: string): void;
}

/** Something that is the same for every caller, such as a documentation page and its script. */
export interface Page {
  /** The whole path, e.g. `/api/docs`. */
  readonly path: string;
  /** Media type. */
  readonly type: string;
  /** The text, or where to get it when it is first asked for. */
  readonly body: string | Buffer | (() => Promise<string | Buffer>);
  /** Further response headers, e.g. a content security policy. */
  readonly headers?: Readonly<{ [name: string]: string }>;
}

export interface SourceHealth {
  readonly name: string;
  readonly up: boolean;
}

export type CorsOptions = NonNullable<ServerConfiguration["cors"]>;

export interface AdminOptions {
  /** Default: 127.0.0.1. Any other than a loopback address needs a token. */
  readonly host?: string;
  /** Default: the port after the server's. */
  readonly port?: number;
  /** Callers send it as `Authorization: Bearer …`; at least 16 characters. Default: none is asked for. */
  readonly token?: string | Secret;
  /** Answers `POST /access/explain`: why a caller gets what he gets. Default: there is no such thing. */
  readonly explain?: (asked: unknown) => object;
  /** Text for `/metrics`, in Prometheus' format. */
  readonly metrics: () => Promise<string>;
}

export interface HttpLimits {
  /** Bytes of a request body. Default: 1,048,576. */
  readonly body?: number;
  /** Milliseconds a request may take, its body's arrival included. Default: 10,000. */
  readonly requestTimeout?: number;
  /** Bytes of an answer. Default: 67,108,864. */
  readonly answer?: number;
  /** Requests whose bodies may be arriving at once. Default: 1,000. */
  readonly concurrency?: number;
  /** Milliseconds for the headers of a request to arrive. Default: 10,000. */
  readonly headersTimeout?: number;
  /** Milliseconds an idle connection is kept; more than the load balancers' usual 60 s. Default: 65,000. */
  readonly keepAlive?: number;
  /** Open connections. Default: 10,000. */
  readonly connections?: number;
}

export const defaultLimits: Required<HttpLimits> = {
  body: 1_048_576,
  requestTimeout: 10_000,
  answer: 67_108_864,
  concurrency: 1_000,
  headersTimeout: 10_000,
  keepAlive: 65_000,
  connections: 10_000,
};

/** Bytes of a request's line and headers together; a longer one is answered 431. */
export const largestHeader = 65_536;
