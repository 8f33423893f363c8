// An amount of money as people of this place write it.

const formats = new Map<string, Intl.NumberFormat>();

export function priceText(amount: number, currency: string): string {
  let format = formats.get(currency);
  if (format === undefined) {
    format = new Intl.NumberFormat(navigator.language, { style: "currency", currency });
    formats.set(currency, format);
  }
  return format.format(amount);
}

export function Price({ amount, currency }: { readonly amount: number; readonly currency: string }) {
  return <span className="price">{priceText(amount, currency)}</span>;
}
