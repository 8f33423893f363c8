// Lists of networks, as the configuration writes them, and whether an address is in one.

import { type AddressBits, isIpv4, parseAddress } from "./address.ts";

export interface Networks {
  has(address: AddressBits): boolean;
}

interface Network {
  readonly bits: AddressBits;
  readonly length: number;
}

const named: Readonly<Record<string, readonly string[]>> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10"],
};

/** @throws Error that names what is no network. */
export function createNetworks(listed: readonly string[]): Networks {
  const networks = listed.flatMap((text) => (Object.hasOwn(named, text) ? (named[text] ?? []) : [text])).map(parse);
  return { has: (address) => networks.some((network) => within(address, network)) };
}

function parse(text: string): Network {
  const [address = "", length, ...more] = text.split("/");
  const bits = parseAddress(address);
  if (bits === undefined || more.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length)))
    throw new Error(`expected an address, or a network such as 10.0.0.0/8; found ${JSON.stringify(text)}`);
  const most = isIpv4(bits) && !address.includes(":") ? 32 : 128;
  const given = length === undefined ? most : Number(length);
  if (given > most)
    throw new Error(`a network of ${most} bits cannot have a prefix of ${given}: ${JSON.stringify(text)}`);
  return { bits, length: given + (128 - most) };
}

function within(address: AddressBits, { bits, length }: Network): boolean {
  for (let at = 0, left = length; left > 0; at += 1, left -= 16) {
    const mask = left >= 16 ? 0xffff : (0xffff << (16 - left)) & 0xffff;
    if (((address[at] ?? 0) & mask) !== ((bits[at] ?? 0) & mask)) return false;
  }
  return true;
}
