// The configuration of a source over a SOAP service that a WSDL describes.

import { z } from "zod";
import type { ProblemCategory } from "../../core/index.ts";
import { describedShape, type OperationOptions } from "../shared/api/operation-options.ts";
import { httpShape, type HttpOptions } from "../shared/http/options.ts";

const meanings = ["invalid", "missing", "conflict", "forbidden", "limited", "unavailable"] as const;

export const soapOptions = z.strictObject({
  ...httpShape,
  ...describedShape,
  wsdl: z.string().min(1),
  endpoint: z.url({ protocol: /^https?$/ }).optional(),
  service: z.string().min(1).optional(),
  port: z.string().min(1).optional(),
  version: z.enum(["1.1", "1.2"]).optional(),
  reads: z.array(z.string().min(1)).default([]),
  soapHeaders: z.record(z.string(), z.json()).default({}),
  security: z
    .strictObject({
      username: z.string().min(1),
      password: z.string(),
      digest: z.boolean().default(false),
      timestamp: z.boolean().default(false),
    })
    .optional(),
  faults: z.record(z.string(), z.enum(meanings)).default({}),
});

export type SoapSettings = z.output<typeof soapOptions>;

type Text = string | { readonly secret: string };

/** As the user writes them. Times are in milliseconds. */
export interface SoapOptions extends HttpOptions {
  /**
   * Path of the WSDL, whose imports are beside it; or its address, which is read by `isthmus sync` alone, with the source's
   * own credentials.
   */
  readonly wsdl: string;
  /** Where the service is. Default: as the WSDL says of each port. */
  readonly endpoint?: string;
  /** Of several services, the one that is meant. Default: all. */
  readonly service?: string;
  /** Of several ports, the one that is meant. Default: all, but one of each port type. */
  readonly port?: string;
  /** Which SOAP, where the WSDL offers both. Default: what it names first. */
  readonly version?: "1.1" | "1.2";
  /** Operations that are offered: by name, as `Port.Name` or `Service.Port.Name`; `*` stands for any text. Default: all. */
  readonly include?: readonly string[];
  /** As `include`; what is not offered after all. */
  readonly exclude?: readonly string[];
  /** Names instead of the WSDL's, by `Name` or `Port.Name`. */
  readonly names?: Readonly<Record<string, string>>;
  /** Operations that only read, as `include` names them: they may be asked by GET, repeated, shared and kept. Default: none. */
  readonly reads?: readonly string[];
  /** SOAP headers of every call, by the names of their elements; they are no arguments then. */
  readonly soapHeaders?: Readonly<Record<string, unknown>>;
  /** A username token (WS-Security). `digest`: the password itself is not sent. `timestamp`: the message says how long it holds. */
  readonly security?: {
    readonly username: Text;
    readonly password: Text;
    readonly digest?: boolean;
    readonly timestamp?: boolean;
  };
  /** What faults mean, by their codes or texts, e.g. `{ INVALID_INPUT: "invalid" }`. Default: the caller's or the service's, by the code. */
  readonly faults?: Readonly<Record<string, FaultMeaning>>;
  /** `strict`: an answer that is not what the WSDL describes is a failure. Default: `tolerant`. */
  readonly answers?: "tolerant" | "strict";
  /** The HTTP header by which the service knows a change again; it is then sent with every change, and changes may be repeated. */
  readonly idempotency?: { readonly header: string };
  /** By the operation's name. `failed` is shown the answer, or `{ fault: { codes, string, detail } }`. */
  readonly operations?: Readonly<Record<string, OperationOptions>>;
}

export type FaultMeaning = Extract<ProblemCategory, (typeof meanings)[number]>;
