// How far an order is, in words.

const words: Readonly<Record<string, string>> = {
  pending: "Being settled",
  paid: "Being packed",
  shipped: "On its way",
  delivered: "Delivered",
  cancelled: "Called off",
};

export function statusText(status: string): string {
  return words[status] ?? status;
}

export function OrderStatus({ status }: { readonly status: string }) {
  return <span className={status === "cancelled" ? "badge bad" : "badge"}>{statusText(status)}</span>;
}
