// Who is at the other end of a connection, as far as addresses tell: whom limits count, who may come in at all, and how he
// stands in the log.

import type { IncomingHttpHeaders } from "node:http";
import type { AddressesConfiguration, TrustedProxies } from "../../core/index.ts";
import {
  addressText,
  type AddressBits,
  countedAddress,
  createClientOf,
  createNetworks,
  networkText,
  parseAddress,
} from "../../gateway/index.ts";

export interface Peer {
  /** His address as a text, for services behind this server. */
  readonly whole: () => string;
  /** By which limits count him. */
  readonly counted: string;
  /** As he may stand in the log. */
  readonly logged: string | undefined;
  readonly allowed: boolean;
  /** The outermost proxy was spoken to by TLS, or this server itself. */
  readonly secure: boolean;
}

export type PeerOf = (message: Arriving) => Peer;

export interface Arriving {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined; readonly encrypted?: boolean };
}

export interface PeersOptions {
  readonly trustedProxies?: TrustedProxies | undefined;
  readonly addresses?: AddressesConfiguration | undefined;
}

/** Of a connection that has gone already, or that came through no network. */
const nowhere: AddressBits = [0, 0, 0, 0, 0, 0, 0, 0];

/** @throws Error that names what is no network. */
export function createPeers({ trustedProxies, addresses = {} }: PeersOptions): PeerOf {
  const clientOf = createClientOf(trustedProxies);
  const direct = trustedProxies === undefined;
  const allowed = addresses.allow && createNetworks(addresses.allow);
  const denied = addresses.deny && createNetworks(addresses.deny);
  const known = new WeakMap<object, Peer>();

  function read({ headers, socket }: Arriving): Peer {
    const bits = parseAddress((socket.remoteAddress ?? "").replace(/%.*$/, "")) ?? nowhere;
    const { address, protocol } = clientOf(bits, headers);
    const log = addresses.log ?? "network";
    return {
      whole: () => addressText(address),
      counted: countedAddress(address),
      logged: log === "never" ? undefined : log === "whole" ? addressText(address) : networkText(address),
      allowed: (allowed === undefined || allowed.has(address)) && denied?.has(address) !== true,
      secure: socket.encrypted === true || protocol === "https",
    };
  }

  return (message) => {
    if (!direct) return read(message);
    const { socket } = message;
    let peer = known.get(socket);
    if (peer === undefined) known.set(socket, (peer = read(message)));
    return peer;
  };
}
