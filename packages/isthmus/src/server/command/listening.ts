// Where the server listens, when it is said on the command line or in the environment rather than in the configuration.

import type { Configuration } from "../../core/index.ts";

export interface Listening {
  readonly host?: string;
  readonly port?: string;
}

/** The command line wins over ISTHMUS_HOST and ISTHMUS_PORT, these over the configuration. @throws Error when the port is none. */
export function listeningAt(
  configuration: Configuration,
  { host = process.env["ISTHMUS_HOST"], port = process.env["ISTHMUS_PORT"] }: Listening,
): Configuration {
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535))
    throw new Error(`A port is a number from 0 to 65535; found ${JSON.stringify(port)}.`);
  return {
    ...configuration,
    server: {
      ...configuration.server,
      ...(host === undefined ? {} : { host }),
      ...(port === undefined ? {} : { port: Number(port) }),
    },
  };
}
