// The gate: who may ask how much, and from where.

export { addressText, type AddressBits, countedAddress, networkText, parseAddress } from "./address.ts";
export { type Client, type ClientOf, createClientOf, trustedNetworks } from "./client-address.ts";
export { type AnswerHeaders, answerHeaders } from "./answer-headers.ts";
export { type Compressor, createCompressor } from "./compression/compressor.ts";
export type { Encoding } from "./compression/negotiate.ts";
export { plainTags, tagOf } from "./compression/tags.ts";
export { createGate, type Gate, type Passage } from "./gate.ts";
export { createNetworks, type Networks } from "./networks.ts";
export { addressRefused } from "./problems.ts";
export { type Certificates, openCertificates } from "./tls/certificates.ts";
export { openSharedCounts } from "./redis/shared-counts.ts";
export { createRules } from "./rules.ts";
