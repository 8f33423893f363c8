// `defineConnector`: what is known of a vendor's API, as a source that a configuration names in one line. What the user says beside
// it is laid over it, and nothing is decided before secrets have been read: a key may say where the API is.

import { z } from "zod";
import type { Secret, SourceConfiguration } from "../core/index.ts";
import type { ThirdPartyOptions } from "../core/third-party-options.ts";
import type { DescribedCall, DescribedOptions } from "../sources/openapi/described.ts";
import type { OpenApiOptions } from "../sources/openapi/options.ts";
import type { SoapOptions } from "../sources/soap/options.ts";

/** What a connector knows: options of the source `http`, or of `soap`. */
type Description<Kind> = Kind extends "soap" ? SoapOptions : DescribedOptions;

export interface ConnectorDefinition<Shape extends z.ZodRawShape, Kind extends "http" | "soap"> {
  readonly kind: Kind;
  /** The connector's own options. Texts among them may be secrets. */
  readonly options: Shape;
  /**
   * `simulator`: what stands in for the API, made by `defineSimulator`, or the name of one that comes along; `options`: taken where a
   * secret is not read, or nothing given.
   */
  readonly sandbox: {
    readonly simulator: string | { readonly title: string };
    readonly options?: Partial<z.input<z.ZodObject<Shape>>>;
  };
  /** Secrets have been read. @throws Error that says what is wrong with an option. */
  readonly describe: (own: z.output<z.ZodObject<Shape>>) => Description<Kind>;
}

type WithSecrets<T> = { readonly [K in keyof T]: string extends T[K] ? T[K] | Secret : T[K] };

/** Beside a connector's own options: what any source of its kind takes, laid over what the connector says. */
type Laid<Kind> = Kind extends "soap"
  ? Partial<Omit<SoapOptions, "wsdl">>
  : Partial<Omit<DescribedOptions, "calls">> & {
      /** Further calls of the API, by the name of the operation; one of a name that is there replaces it. */
      readonly calls?: Readonly<Record<string, DescribedCall>>;
      /** Path of the vendor's own OpenAPI document: its operations are offered in place of the connector's. */
      readonly document?: string;
    } & Pick<Partial<OpenApiOptions>, "include" | "exclude" | "names">;

/** Either the options stand at the top, or each environment has its own. */
export type ConnectorOptions<Own, Laid> =
  | (Own & Laid & ThirdPartyOptions<Partial<Own & Laid>>)
  | (Partial<Own> &
      Laid &
      ThirdPartyOptions<Partial<Own & Laid>> &
      Required<Pick<ThirdPartyOptions<Partial<Own & Laid>>, "environments">>);

type OptionsOf<Shape extends z.ZodRawShape, Kind> = ConnectorOptions<
  WithSecrets<z.input<z.ZodObject<Shape>>>,
  Laid<Kind>
>;

/** Where nothing has to be said, nothing need be. */
type Arguments<Options> = {} extends Options ? [options?: Options] : [options: Options];

/** @returns What a configuration calls: `stripe({ key: secret("STRIPE_KEY") })`. */
export function defineConnector<const Shape extends z.ZodRawShape, const Kind extends "http" | "soap">(
  definition: ConnectorDefinition<Shape, Kind>,
): (...options: Arguments<OptionsOf<Shape, Kind>>) => SourceConfiguration {
  const { kind, sandbox, describe } = definition;
  const shape = z.object(definition.options);
  const own = new Set(Object.keys(definition.options));
  return (options: object = {}) => {
    const hasDocument = kind === "http" && "document" in options && options.document !== undefined;
    return {
      kind: hasDocument ? "openapi" : kind,
      options,
      sandbox,
      expand(given) {
        const described = describe(shape.parse(given)) as unknown as Options;
        const laid = Object.fromEntries(Object.entries(given).filter(([name]) => !own.has(name)));
        return hasDocument ? overDocument(described, laid) : over(described, laid);
      },
    };
  };
}

type Options = Readonly<Record<string, unknown>>;

/** Options that have members of their own, which are laid over one by one. */
const merged = ["headers", "calls", "operations", "resources", "faults", "auth"];

function over(described: Options, laid: Options): Options {
  const both = merged
    .filter((name) => isObject(described[name]) && isObject(laid[name]))
    .map((name) => [name, { ...(described[name] as Options), ...(laid[name] as Options) }] as const);
  return { ...described, ...laid, ...Object.fromEntries(both) };
}

/** The document names its operations itself, so that what is said of the connector's own does not fit them. */
function overDocument(described: Options, laid: Options): Options {
  const { calls: _calls, operations: _operations, resources: _resources, ...rest } = described;
  return over(rest, laid);
}

function isObject(value: unknown): value is Options {
  return typeof value === "object" && value !== null;
}
