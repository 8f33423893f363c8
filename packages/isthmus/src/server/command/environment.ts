// Which environment of other people's APIs is meant: `live` or `test`.

export interface EnvironmentOption {
  readonly environment?: string;
}

/** The command line wins over ISTHMUS_ENVIRONMENT; undefined: neither says. @throws Error where it is none. */
export function chosenEnvironment({
  environment = process.env["ISTHMUS_ENVIRONMENT"],
}: EnvironmentOption): "live" | "test" | undefined {
  if (environment === undefined || environment === "") return undefined;
  if (environment === "live" || environment === "test") return environment;
  throw new Error(`An environment is live or test; found ${JSON.stringify(environment)}.`);
}
