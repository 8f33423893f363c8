// How many are left, in words.

export function Availability({ stock }: { readonly stock: number }) {
  if (stock <= 0) return <span className="badge bad">Sold out</span>;
  if (stock <= 5) return <span className="badge bad">Only {stock} left</span>;
  return <span className="badge">In stock</span>;
}
