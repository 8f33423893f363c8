// Namespaces of other people's standards.

export const namespaces = {
  xsd: "http://www.w3.org/2001/XMLSchema",
  xsi: "http://www.w3.org/2001/XMLSchema-instance",
  wsdl: "http://schemas.xmlsoap.org/wsdl/",
  /** Of WSDL's elements for SOAP. */
  soap11: "http://schemas.xmlsoap.org/wsdl/soap/",
  soap12: "http://schemas.xmlsoap.org/wsdl/soap12/",
  envelope11: "http://schemas.xmlsoap.org/soap/envelope/",
  envelope12: "http://www.w3.org/2003/05/soap-envelope",
  encoding: "http://schemas.xmlsoap.org/soap/encoding/",
  wsse: "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
  wsu: "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
} as const;

export type SoapVersion = "1.1" | "1.2";

export function envelopeOf(version: SoapVersion): string {
  return version === "1.1" ? namespaces.envelope11 : namespaces.envelope12;
}
